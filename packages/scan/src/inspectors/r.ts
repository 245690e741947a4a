import type { Inspector } from "@plimsoll/image";
import type { InstalledPackage } from "../formats/installed-package.ts";
import { parseRDescription } from "../formats/r-description.ts";
import { readText, wholeFile } from "./whole-file.ts";

const mostBytes = 1024 * 1024;

/** R packages of any library folder, those of R itself included: `DESCRIPTION`. */
export const rInspector: Inspector<InstalledPackage> = {
  id: "r",
  version: 1,

  wants(entry) {
    return entry.path.endsWith("/DESCRIPTION") ? wholeFile(entry, mostBytes) : undefined;
  },

  inspect(entry, content) {
    return parseRDescription(readText(entry, content, mostBytes), entry.path);
  },
};
