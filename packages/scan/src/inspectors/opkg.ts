import type { Inspector } from "@plimsoll/image";
import { parseDpkgStatus } from "../formats/dpkg-status.ts";
import { notADatabase, type PackageDatabase } from "../formats/package-database.ts";
import { readText, wholeFile } from "./whole-file.ts";

const folders = ["usr/lib/opkg/", "var/lib/opkg/"];
const mostBytes = 32 * 1024 * 1024;

/**
 * Packages that opkg installed (OpenWrt, Yocto): its `status`, which is written as dpkg's, and the
 * `.control` files of the packages themselves.
 */
export const opkgInspector: Inspector<PackageDatabase> = {
  id: "opkg",
  version: 2,

  wants(entry) {
    const { path } = entry;
    for (const folder of folders) {
      if (!path.startsWith(folder)) continue;
      const isStatus = path.length === folder.length + 6 && path.endsWith("status");
      return isStatus || isControl(path, folder) ? wholeFile(entry, mostBytes) : undefined;
    }
    return undefined;
  },

  inspect(entry, content) {
    const text = readText(entry, content, mostBytes);
    const statusExpected = entry.path.endsWith("/status");
    const { stanzas, packages, faults } = parseDpkgStatus(text, { statusExpected });
    if (stanzas === 0 && faults.length > 0) throw notADatabase(entry.path, "an opkg database");
    return { packages, faults };
  },
};

function isControl(path: string, folder: string): boolean {
  return (
    path.startsWith("info/", folder.length) &&
    path.endsWith(".control") &&
    path.indexOf("/", folder.length + 5) === -1
  );
}
