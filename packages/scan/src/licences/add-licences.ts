import type { Package } from "@plimsoll/core";
import type { ImageFacts } from "@plimsoll/image";
import { licenceFileInspector } from "./inspector.ts";

const mostLinks = 4;
const mostLicences = 1000;

/**
 * Fills in the licences of packages whose metadata name none, from the licence files beside them.
 * Without facts of `licenceFileInspector` the packages stay as they are.
 */
export function addLicences(packages: readonly Package[], facts: ImageFacts): Package[] {
  const files = new LicenceFiles(facts);
  if (files.isEmpty) return [...packages];
  return packages.map((found) => {
    if (found.licences.length > 0) return found;
    const licences =
      found.type === "deb"
        ? files.ofDebian(found.name)
        : found.locations.flatMap(({ path }) => files.beside(foldersOf(path, found)));
    return licences.length > 0 ? { ...found, licences: [...new Set(licences)] } : found;
  });
}

/** Where the licence of a package lies, by the file that tells of the package. */
function foldersOf(path: string, { type, name }: Package): string[] {
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  switch (type) {
    case "npm":
      return [folder];
    case "pypi":
      return [folder];
    case "gem":
      return [path.replace(/specifications\/(?:default\/)?([^/]+)\.gemspec$/, "gems/$1/")];
    case "composer":
      return [folder.replace(/composer\/$/, `${name}/`)];
    default:
      return [];
  }
}

class LicenceFiles {
  readonly #links = new Map<string, string>();
  readonly #byFolder = new Map<string, string[]>();

  constructor(facts: ImageFacts) {
    for (const { path, fact, hiddenBy } of facts.of(licenceFileInspector)) {
      if (hiddenBy !== undefined) continue;
      if ("link" in fact) {
        this.#links.set(path, fact.link);
        continue;
      }
      // PEP 639 puts them into a folder of their own.
      const folder = path
        .slice(0, path.lastIndexOf("/") + 1)
        .replace(/(-info\/)licenses\/.*$/s, "$1");
      const known = this.#byFolder.get(folder);
      if (known === undefined) this.#byFolder.set(folder, [...fact.licences]);
      // Hostile folders have any number of such files.
      else if (known.length < mostLicences) known.push(...fact.licences);
    }
  }

  get isEmpty(): boolean {
    return this.#byFolder.size === 0;
  }

  ofDebian(name: string): string[] {
    let folder = `usr/share/doc/${name}`;
    for (let links = 0; links < mostLinks; links += 1) {
      const link = this.#links.get(folder);
      if (link === undefined) break;
      folder = `usr/share/doc/${link}`;
    }
    return this.#byFolder.get(`${folder}/`) ?? [];
  }

  beside(folders: readonly string[]): string[] {
    return folders.flatMap((folder) => this.#byFolder.get(folder) ?? []);
  }
}
