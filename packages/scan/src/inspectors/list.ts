import type { Inspector } from "@plimsoll/image";
import { catalogers } from "../catalogers/list.ts";
import { osReleaseInspector } from "./os-release.ts";

/** The inspectors whose facts `catalogPackages` reads; give them to `walkImage`. */
export const scanInspectors: readonly Inspector[] = [
  osReleaseInspector,
  ...catalogers.map(({ inspector }) => inspector),
];
