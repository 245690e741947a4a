import type { Inspector } from "@plimsoll/image";
import { parseApkDatabase } from "../formats/apk-database.ts";
import { notADatabase, type PackageDatabase } from "../formats/package-database.ts";
import { readText, wholeFile } from "./whole-file.ts";

const mostBytes = 32 * 1024 * 1024;

/** Packages that apk installed; since Alpine merged `/lib` into `/usr/lib`, the database may lie in either. */
export const apkInspector: Inspector<PackageDatabase> = {
  id: "apk",
  version: 2,

  wants(entry) {
    const { path } = entry;
    return path === "lib/apk/db/installed" || path === "usr/lib/apk/db/installed"
      ? wholeFile(entry, mostBytes)
      : undefined;
  },

  inspect(entry, content) {
    const text = readText(entry, content, mostBytes);
    const { records, packages, faults } = parseApkDatabase(text);
    if (records === 0 && faults.length > 0) throw notADatabase(entry.path, "an apk database");
    return { packages, faults };
  },
};
