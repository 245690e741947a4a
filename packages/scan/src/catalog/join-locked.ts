import type { Package } from "@plimsoll/core";
import type { CataloguedPackages } from "./count-once.ts";

/**
 * Counts what a lockfile pins once: a package that is installed too lies first where it is installed
 * and then in the lockfile, and one that several lockfiles pin in each of them. Qualifiers of a
 * package URL do not tell packages apart here: a lockfile does not know which platform's was installed.
 */
export function joinLocked(catalogued: readonly CataloguedPackages[]): CataloguedPackages[] {
  const known = new Map<string, Package>();
  return ["installed", "locked"].flatMap((pass) =>
    catalogued
      .filter(({ cataloger }) => (cataloger.kind === "lockfile") === (pass === "locked"))
      .map(({ cataloger, packages }) => ({
        cataloger,
        packages: packages.flatMap((found): Package[] => {
          const key = found.purl.split("?", 1)[0]!;
          const same = known.get(key);
          if (same !== undefined && cataloger.kind === "lockfile") {
            same.locations.push(...found.locations);
            return [];
          }
          if (same === undefined) known.set(key, found);
          return [found];
        }),
      })),
  );
}
