import type { Inspector } from "@plimsoll/image";
import { type InstalledPackage, toInstalledPackage } from "../formats/installed-package.ts";
import { readRockspecLicence } from "../formats/rockspec.ts";
import { readText, wholeFile } from "./whole-file.ts";

const mostBytes = 4 * 1024 * 1024;
/** `rocks-5.1/name/version/name-version.rockspec`; LuaRocks before 2.4 wrote `rocks` alone. */
const installed = /(?:^|\/)rocks(?:-\d\.\d)?\/([^/]+)\/([^/]+)\/\1-\2\.rockspec$/;

/**
 * Rocks that LuaRocks installed. Name and version are those of the folders, by which LuaRocks itself
 * knows a rock; a rockspec is a program and may compute them.
 */
export const luarocksInspector: Inspector<InstalledPackage> = {
  id: "luarocks",
  version: 1,

  wants(entry) {
    const { path } = entry;
    return path.endsWith(".rockspec") && installed.test(path)
      ? wholeFile(entry, mostBytes)
      : undefined;
  },

  inspect(entry, content) {
    const [, name, version] = installed.exec(entry.path) ?? [];
    const licences = readRockspecLicence(readText(entry, content, mostBytes));
    return toInstalledPackage(name, version, licences);
  },
};
