import type { Package } from "@plimsoll/core";
import type { CataloguedPackages } from "./count-once.ts";

/**
 * Counts a package once that several catalogers found, with all of its places: one that is installed
 * and locked lies where it is installed first, and in the lockfiles last. A lockfile's package is told
 * by its package URL without qualifiers: which platform was installed it does not know.
 */
export function joinPlaces(catalogued: readonly CataloguedPackages[]): CataloguedPackages[] {
  const known = new Map<string, Package[]>();
  const installedFirst = [...catalogued].sort((a, b) => Number(isLocked(a)) - Number(isLocked(b)));
  return installedFirst.map(({ cataloger, packages }) => {
    const isPlain = cataloger.kind === "lockfile";
    const own: Package[] = [];
    for (const found of packages) {
      const same = pick(known.get(isPlain ? plainOf(found) : found.purl), found);
      if (same === undefined) own.push({ ...found, locations: [...found.locations] });
      else same.locations.push(...found.locations);
    }
    // Only now: what one cataloger tells apart stays apart.
    for (const found of own) {
      for (const key of new Set([found.purl, plainOf(found)])) {
        known.set(key, [...(known.get(key) ?? []), found]);
      }
    }
    return { cataloger, packages: own };
  });
}

/** Of packages with one URL (old names of npm differ in case alone) the one of this name, or else the first by name. */
function pick(candidates: readonly Package[] = [], { name }: Package): Package | undefined {
  return (
    candidates.find((candidate) => candidate.name === name) ??
    candidates.toSorted((a, b) => (a.purl + a.name < b.purl + b.name ? -1 : 1))[0]
  );
}

function plainOf({ purl }: Package): string {
  return purl.split("?", 1)[0]!;
}

function isLocked({ cataloger }: CataloguedPackages): boolean {
  return cataloger.kind === "lockfile";
}
