import type { Finding } from "@plimsoll/core";
import type { ImageFacts, Inspector } from "@plimsoll/image";
import { accountInspector } from "./accounts.ts";
import { judgeAccounts } from "./judge-accounts.ts";
import { judgeNeedless } from "./judge-needless.ts";
import { judgeWaste } from "./judge-waste.ts";
import { judgeWorldWritable } from "./judge-world-writable.ts";
import { needlessInspector } from "./needless.ts";
import type { Layers } from "./place.ts";
import { weightInspector } from "./weight.ts";
import { worldWritableInspector } from "./world-writable.ts";

/** The inspectors whose facts `fileFindings` reads; give them to `walkImage`. */
export const fileInspectors: readonly Inspector[] = [
  worldWritableInspector,
  accountInspector,
  needlessInspector,
  weightInspector,
];

/** Findings of kind `misconfiguration` about files, accounts and layers, as the image is squashed. */
export function fileFindings(
  facts: ImageFacts,
  image: { layers: Layers; subject?: { source?: string | undefined } },
): Finding[] {
  // In a folder of source a repository and a Dockerfile are where they belong.
  const isFolder = image.subject?.source === "dir";
  const judges = [
    judgeWorldWritable,
    judgeAccounts,
    ...(isFolder ? [] : [judgeNeedless, judgeWaste]),
  ];
  return judges.flatMap((judge) => judge(facts, image.layers));
}
