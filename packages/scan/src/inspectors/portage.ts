import type { Inspector } from "@plimsoll/image";
import {
  type PortageName,
  parsePortageLicence,
  parsePortageName,
} from "../formats/portage-package.ts";
import { readText, wholeFile } from "./whole-file.ts";

const database = "var/db/pkg/";
/** Portage names the folder so while it installs the package. */
const unfinished = "-MERGING-";
const mostBytes = 256 * 1024;

/** What one file of a package's folder says: that the package is there, or also its licences. */
export interface PortageFact extends PortageName {
  licences?: string[];
}

/** Packages that Portage installed: the folders `var/db/pkg/category/name-version`. */
export const portageInspector: Inspector<PortageFact> = {
  id: "portage",
  version: 1,

  wants(entry) {
    const { path } = entry;
    if (!path.startsWith(database)) return undefined;
    const folder = path.indexOf("/", database.length) + 1;
    const file = path.indexOf("/", folder) + 1;
    if (folder === 0 || file === 0 || path.startsWith(unfinished, folder)) return undefined;
    if (path.endsWith("LICENSE")) {
      return path.length === file + 7 ? wholeFile(entry, mostBytes) : undefined;
    }
    const isMarker =
      (path.endsWith("PF") && path.length === file + 2) ||
      (path.endsWith("CONTENTS") && path.length === file + 8);
    return isMarker && wholeFile(entry, mostBytes) !== undefined ? 0 : undefined;
  },

  inspect(entry, content) {
    const [category = "", folder = "", file] = entry.path.slice(database.length).split("/");
    const name = parsePortageName(category, folder, entry.path);
    if (file !== "LICENSE") return name;
    return { ...name, licences: parsePortageLicence(readText(entry, content, mostBytes)) };
  },
};
