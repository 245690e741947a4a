import type { Inspector } from "@plimsoll/image";
import { catalogers } from "../catalogers/list.ts";
import { lockfileCatalogers } from "../lockfiles/list.ts";
import { osReleaseInspector } from "./os-release.ts";

/** The inspectors whose facts `catalogPackages` reads; give them to `walkImage`. */
export const scanInspectors: readonly Inspector[] = [
  osReleaseInspector,
  ...catalogers.map(({ inspector }) => inspector),
];

/**
 * The inspectors of lockfiles, whose facts `catalogPackages` reads too. They are for folders of
 * source: what lies in an image is told by what is installed there.
 */
export const sourceInspectors: readonly Inspector[] = lockfileCatalogers.map(
  ({ inspector }) => inspector,
);
