import type { InstalledFormat } from "./installed-format.ts";

/** `.conan/data/zlib/1.2.13/_/_/package/ID/conaninfo.txt` in the cache of Conan 1. */
const cached = /(?:^|\/)\.conan\/data\/([^/]{1,128})\/([^/]{1,128})\/[^/]+\/[^/]+\/package\//;
/** `zlib/1.2.13@user/channel#revision:ID` */
const reference = /^([\w.+-]{2,128})\/([^/@#:%\s[\]]{1,128})(?:[@#:%].*)?$/;

/** Packages that Conan installed. */
export const conanFormat: InstalledFormat = {
  id: "conan",
  version: 1,
  type: "conan",
  sees: "packages of `conaninfo.txt`: in the cache of Conan 1 the package itself, and what a package or a project was built with (`full_requires`)",
  misses: "the cache of Conan 2, whose files do not name their package",
  matches: (path) => path.endsWith("conaninfo.txt"),
  *read(content, { path }) {
    const [, name, version] = cached.exec(path) ?? [];
    if (name !== undefined) yield { name, version };
    let section = "";
    for (const line of content.toString("utf8").split("\n")) {
      const text = line.slice(0, 1024).trim();
      if (text.startsWith("[")) section = text;
      if (section !== "[full_requires]") continue;
      const [, required, requiredVersion] = reference.exec(text) ?? [];
      if (required !== undefined) yield { name: required, version: requiredVersion };
    }
  },
};
