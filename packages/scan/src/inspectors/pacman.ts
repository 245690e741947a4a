import type { Inspector } from "@plimsoll/image";
import type { DatabasePackage } from "../formats/package-database.ts";
import { parsePacmanDesc } from "../formats/pacman-desc.ts";
import { readText, wholeFile } from "./whole-file.ts";

const folder = "var/lib/pacman/local/";
const file = "/desc";
const mostBytes = 1024 * 1024;

/** Packages that pacman installed: `var/lib/pacman/local/name-version/desc`. */
export const pacmanInspector: Inspector<DatabasePackage> = {
  id: "pacman",
  version: 1,

  wants(entry) {
    const { path } = entry;
    if (!path.startsWith(folder) || !path.endsWith(file)) return undefined;
    return path.indexOf("/", folder.length) === path.length - file.length
      ? wholeFile(entry, mostBytes)
      : undefined;
  },

  inspect(entry, content) {
    return parsePacmanDesc(readText(entry, content, mostBytes), entry.path);
  },
};
