import { isJsonObject, parseJsonObject } from "../formats/json-object.ts";
import type { InstalledFormat } from "./installed-format.ts";

/** `hosted/pub.dev/args-2.4.2` in Dart's cache; the folder of the host was `pub.dartlang.org` once. */
const cached = /(?:^|\/)hosted\/[^/]{1,253}\/([a-z_][a-z0-9_]{0,127})-(\d[^/]{0,127})(?:\/|$)/;

/** Packages in Dart's cache, by the names of their folders. */
export const dartCacheFormat: InstalledFormat = {
  id: "dart-cache",
  version: 1,
  type: "pub",
  sees: "packages unpacked in Dart's cache (`.pub-cache/hosted`)",
  misses: "licences; what a program compiled ahead of time holds; packages from git",
  leadingBytes: 0,
  matches: (path) => path.endsWith("/pubspec.yaml") && path.includes("hosted/"),
  *read(_, { path }) {
    const [whole, name, version] = cached.exec(path) ?? [];
    const isRoot = whole !== undefined && path.endsWith(`${whole}pubspec.yaml`);
    if (isRoot) yield { name, version };
  },
};

/** Packages that a Dart project was resolved to. */
export const dartConfigFormat: InstalledFormat = {
  id: "dart-config",
  version: 1,
  type: "pub",
  sees: "packages of `.dart_tool/package_config.json`",
  misses: "packages from git or from a folder",
  matches: (path) => path.endsWith(".dart_tool/package_config.json"),
  *read(content, { path }) {
    const { packages } = parseJsonObject(content.toString("utf8"), path);
    for (const entry of Array.isArray(packages) ? packages : []) {
      const root = isJsonObject(entry) ? entry.rootUri : undefined;
      const [, name, version] = typeof root === "string" ? (cached.exec(root) ?? []) : [];
      if (name !== undefined) yield { name, version: decodeVersion(version!) };
    }
  },
};

/** `1.0.0+1` is `1.0.0%2B1` in an address. */
function decodeVersion(version: string): string {
  return version.replace(/%2b/gi, "+");
}
