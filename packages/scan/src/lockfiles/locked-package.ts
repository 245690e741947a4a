import { PlimsollError } from "@plimsoll/core";
import { addFault, excerpt, type Fault } from "../formats/fault.ts";
import { isName } from "../formats/installed-package.ts";
import { mostPackages } from "../formats/package-database.ts";

/** A package that a lockfile pins. */
export interface LockedPackage {
  /** The ecosystem's own spelling, with its namespace. */
  name: string;
  version: string;
  /** purl type, where the lockfile holds packages of several ecosystems. */
  type?: string;
  qualifiers?: Readonly<Record<string, string>>;
}

/** What a lockfile says of one package before anybody checked that these are a name and a version. */
export interface LockedEntry extends Omit<LockedPackage, "name" | "version"> {
  name: unknown;
  version: unknown;
}

/** What one lockfile pins. */
export interface LockedPackages {
  packages: LockedPackage[];
  faults: Fault[];
}

/** Takes each package of a lockfile once, and says of how many name or version cannot be read. */
export function collectLocked(entries: Iterable<LockedEntry>): LockedPackages {
  const packages = new Map<string, LockedPackage>();
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

/** The error for a file that is named like a lockfile, and is none. */
export function notALockfile(path: string, why: string, cause?: unknown): PlimsollError {
  return new PlimsollError("MALFORMED", why, {
    subject: path,
    action: "Look at the file: its packages are missing from the inventory.",
    cause,
  });
}
