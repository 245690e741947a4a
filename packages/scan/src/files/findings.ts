import type { Finding } from "@plimsoll/core";
import type { ImageFacts, Inspector } from "@plimsoll/image";
import { accountInspector } from "./accounts.ts";
import { judgeAccounts } from "./judge-accounts.ts";
import { judgeWorldWritable } from "./judge-world-writable.ts";
import type { Layers } from "./place.ts";
import { worldWritableInspector } from "./world-writable.ts";

/** The inspectors whose facts `fileFindings` reads; give them to `walkImage`. */
export const fileInspectors: readonly Inspector[] = [worldWritableInspector, accountInspector];

/** Findings of kind `misconfiguration` about modes of files and about accounts, as the image is squashed. */
export function fileFindings(facts: ImageFacts, image: { layers: Layers }): Finding[] {
  return [...judgeWorldWritable(facts, image.layers), ...judgeAccounts(facts, image.layers)];
}
