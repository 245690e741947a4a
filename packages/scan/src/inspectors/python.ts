import type { Inspector } from "@plimsoll/image";
import type { InstalledPackage } from "../formats/installed-package.ts";
import { parsePythonMetadata } from "../formats/python-metadata.ts";
import { readText, wholeFile } from "./whole-file.ts";

const mostBytes = 8 * 1024 * 1024;

/** Python distributions that pip, setuptools or a distribution installed: `.dist-info`, `.egg-info` and unpacked eggs. */
export const pythonInspector: Inspector<InstalledPackage> = {
  id: "python",
  version: 1,

  wants(entry) {
    return isPythonMetadata(entry.path) ? wholeFile(entry, mostBytes) : undefined;
  },

  inspect(entry, content) {
    return parsePythonMetadata(readText(entry, content, mostBytes), entry.path);
  },
};

/** Folder names count in any case, as for Python's own `importlib.metadata`. */
function isPythonMetadata(path: string): boolean {
  if (path.endsWith("/METADATA")) return /\.dist-info\/METADATA$/i.test(path);
  if (path.endsWith("/PKG-INFO")) return /\.(?:egg-info|egg\/EGG-INFO)\/PKG-INFO$/i.test(path);
  return path.endsWith(".egg-info");
}
