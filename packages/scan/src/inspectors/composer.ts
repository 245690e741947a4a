import type { Inspector } from "@plimsoll/image";
import { parseComposerInstalled } from "../formats/composer-installed.ts";
import type { PackageDatabase } from "../formats/package-database.ts";
import { readText, wholeFile } from "./whole-file.ts";

const mostBytes = 32 * 1024 * 1024;
// The folder around it is `vendor` by default, and any by configuration.
const file = "/composer/installed.json";

/** Packages that Composer installed: `vendor/composer/installed.json`. */
export const composerInspector: Inspector<PackageDatabase> = {
  id: "composer",
  version: 1,

  wants(entry) {
    return entry.path.endsWith(file) ? wholeFile(entry, mostBytes) : undefined;
  },

  inspect(entry, content) {
    return parseComposerInstalled(readText(entry, content, mostBytes), entry.path);
  },
};
