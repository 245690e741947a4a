import type { Inspector } from "@plimsoll/image";
import { parseGemspec } from "../formats/gemspec.ts";
import type { InstalledPackage } from "../formats/installed-package.ts";
import { isInFolder } from "./in-folder.ts";
import { readText, wholeFile } from "./whole-file.ts";

const mostBytes = 4 * 1024 * 1024;

/** Gems that RubyGems, Bundler or a distribution installed, and those that came with Ruby: `specifications/*.gemspec`. */
export const gemInspector: Inspector<InstalledPackage> = {
  id: "gem",
  version: 1,

  wants(entry) {
    const { path } = entry;
    if (!path.endsWith(".gemspec")) return undefined;
    return isInFolder(path, "specifications") || isInFolder(path, "specifications/default")
      ? wholeFile(entry, mostBytes)
      : undefined;
  },

  inspect(entry, content) {
    return parseGemspec(readText(entry, content, mostBytes), entry.path);
  },
};
