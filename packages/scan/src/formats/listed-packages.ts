import { addFault, excerpt, type Fault } from "./fault.ts";
import { isName } from "./installed-package.ts";
import { mostPackages } from "./package-database.ts";

/** A package of a file that lists several: a lockfile, a package manager's record. */
export interface ListedPackage {
  /** The ecosystem's own spelling, with its namespace. */
  name: string;
  version: string;
  /** purl type, where the file holds packages of several ecosystems. */
  type?: string;
  qualifiers?: Readonly<Record<string, string>>;
}

/** What such a file says of one package before anybody checked that these are a name and a version. */
export interface ListedEntry extends Omit<ListedPackage, "name" | "version"> {
  name: unknown;
  version: unknown;
}

/** What one such file lists. */
export interface ListedPackages {
  packages: ListedPackage[];
  faults: Fault[];
}

/** Takes each package of a file once, and says of how many name or version cannot be read. */
export function collectListed(entries: Iterable<ListedEntry>): ListedPackages {
  const packages = new Map<string, ListedPackage>();
  const faults: Fault[] = [];
  let broken = 0;
  let firstBroken = "nameless";
  for (const { name, version, ...more } of entries) {
    if (!isName(name) || !isName(version)) {
      if (broken === 0 && isName(name)) firstBroken = excerpt(name);
      broken += 1;
      continue;
    }
    const found = { name: name.trim(), version: version.trim(), ...more };
    const key = JSON.stringify([found.type, found.name, found.version]);
    if (packages.has(key)) continue;
    if (packages.size === mostPackages) {
      const why = `the file lists more than ${mostPackages} packages; what follows was not read`;
      addFault(faults, { code: "LIMIT_EXCEEDED", why });
      break;
    }
    packages.set(key, found);
  }
  if (broken > 0) {
    const why = `${broken} packages have no name or no version; the first is ${firstBroken}`;
    addFault(faults, { code: "MALFORMED", why });
  }
  return { packages: [...packages.values()], faults };
}
