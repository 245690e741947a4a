import type { Inspector } from "@plimsoll/image";
import { catalogers } from "../catalogers/list.ts";
import { contentManifestInspector } from "./content-manifest.ts";
import { osReleaseInspector } from "./os-release.ts";
import { packageFilesInspector } from "./package-files.ts";
import { ubuntuProInspector } from "./ubuntu-pro.ts";

/** The inspectors whose facts `catalogPackages` reads; give them to `walkImage`. */
export const scanInspectors: readonly Inspector[] = [
  osReleaseInspector,
  contentManifestInspector,
  ubuntuProInspector,
  packageFilesInspector,
  ...catalogers.map(({ inspector }) => inspector),
];

/** Those of them that tell of the operating system and of what its package manager installed. */
export const distributionInspectors: readonly Inspector[] = [
  osReleaseInspector,
  ubuntuProInspector,
  ...catalogers.filter(({ kind }) => kind === "distribution").map(({ inspector }) => inspector),
];
