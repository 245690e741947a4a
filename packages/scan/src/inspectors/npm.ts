import type { Inspector } from "@plimsoll/image";
import { type NpmPackage, parsePackageJson } from "../formats/package-json.ts";
import { readText, wholeFile } from "./whole-file.ts";

const mostBytes = 8 * 1024 * 1024;
const manifest = "/package.json";
const folder = "node_modules/";

/**
 * Folders that hold samples: what lies in their `node_modules` is not installed for anybody. A
 * package may itself have such a name (`node_modules/example`).
 */
const sampleFolder =
  /(?<!node_modules|\/@[^/]+)\/(?:tests?|__tests__|fixtures?|__fixtures__|specs?|examples?|__MACOSX)\//;

/** Packages that npm, yarn or pnpm installed: `package.json` at the root of a folder of `node_modules`. */
export const npmInspector: Inspector<NpmPackage> = {
  id: "npm",
  version: 2,

  wants(entry) {
    const { path } = entry;
    return path.endsWith(manifest) && isInstalledManifest(path)
      ? wholeFile(entry, mostBytes)
      : undefined;
  },

  inspect(entry, content) {
    return parsePackageJson(readText(entry, content, mostBytes), entry.path);
  },
};

/**
 * True for `…/node_modules/name/package.json` and `…/node_modules/@scope/name/package.json`, unless
 * the path leads through sample folders of an installed package. An application's own
 * `package.json` is not installed by anything.
 */
export function isInstalledManifest(path: string): boolean {
  const innermost = path.lastIndexOf(folder);
  if (innermost === -1 || (innermost > 0 && path[innermost - 1] !== "/")) return false;
  const name = path.slice(innermost + folder.length, path.length - manifest.length);
  if (!isPackageFolder(name)) return false;
  const outermost = path.indexOf(folder);
  return outermost === innermost || !sampleFolder.test(path.slice(outermost, innermost));
}

function isPackageFolder(name: string): boolean {
  const slash = name.indexOf("/");
  if (slash === -1) return name !== "" && !name.startsWith("@") && !name.startsWith(".");
  return name.startsWith("@") && slash > 1 && name.indexOf("/", slash + 1) === -1;
}
