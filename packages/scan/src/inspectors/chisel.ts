import type { Inspector } from "@plimsoll/image";
import { parseChiselManifest } from "../formats/chisel-manifest.ts";
import type { PackageDatabase } from "../formats/package-database.ts";
import { verifySize, wholeFile } from "./whole-file.ts";

const mostBytes = 16 * 1024 * 1024;

/** Debian packages of which Chisel cut slices into an image of Ubuntu. */
export const chiselInspector: Inspector<PackageDatabase> = {
  id: "chisel",
  version: 1,

  wants(entry) {
    return entry.path === "var/lib/chisel/manifest.wall" ? wholeFile(entry, mostBytes) : undefined;
  },

  inspect(entry, content) {
    verifySize(entry, mostBytes);
    return parseChiselManifest(content, entry.path);
  },
};
