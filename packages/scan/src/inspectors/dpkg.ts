import type { Inspector } from "@plimsoll/image";
import { parseDpkgStatus } from "../formats/dpkg-status.ts";
import { notADatabase, type PackageDatabase } from "../formats/package-database.ts";
import { readText, wholeFile } from "./whole-file.ts";

const statusFile = "var/lib/dpkg/status";
const statusFolder = "var/lib/dpkg/status.d/";
const mostBytes = 32 * 1024 * 1024;

/** Packages that dpkg installed: `var/lib/dpkg/status`, and the files of `status.d` in distroless images. */
export const dpkgInspector: Inspector<PackageDatabase> = {
  id: "dpkg",
  version: 3,

  wants(entry) {
    const { path } = entry;
    if (!path.startsWith(statusFile)) return undefined;
    if (path === statusFile) return wholeFile(entry, mostBytes);
    const isStatus =
      path.startsWith(statusFolder) &&
      !path.endsWith(".md5sums") &&
      path.indexOf("/", statusFolder.length) === -1;
    return isStatus ? wholeFile(entry, mostBytes) : undefined;
  },

  inspect(entry, content) {
    const text = readText(entry, content, mostBytes);
    const statusExpected = entry.path === statusFile;
    const { stanzas, packages, faults } = parseDpkgStatus(text, { statusExpected });
    if (stanzas === 0 && faults.length > 0) throw notADatabase(entry.path, "a dpkg database");
    return { packages, faults };
  },
};
