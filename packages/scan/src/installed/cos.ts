import { isJsonObject, parseJsonObject } from "../formats/json-object.ts";
import type { InstalledFormat } from "./installed-format.ts";

/** Packages of Google's Container-Optimized OS. */
export const cosFormat: InstalledFormat = {
  id: "cos",
  version: 1,
  type: "cos",
  sees: "packages of Container-Optimized OS (`etc/cos-package-info.json`), under the version of their ebuild",
  misses: "licences; advisories, of which there are none for it in OSV",
  matches: (path) => path === "etc/cos-package-info.json",
  *read(content, { path }) {
    const { installedPackages } = parseJsonObject(content.toString("utf8"), path);
    for (const entry of Array.isArray(installedPackages) ? installedPackages : []) {
      const { category, name, version, ebuild_version: ebuild } = isJsonObject(entry) ? entry : {};
      const full = typeof category === "string" ? `${category}/${name}` : name;
      yield { name: full, version: ebuild ?? version };
    }
  },
};
