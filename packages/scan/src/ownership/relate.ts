import type { Package } from "@plimsoll/core";
import type { CataloguedPackages } from "../catalog/count-once.ts";
import type { Owners } from "./owners.ts";

/** Notes at each place of a language's package which package of the operating system brought it. */
export function relateToOwners<C extends CataloguedPackages>(
  catalogued: readonly C[],
  owners: Owners,
): C[] {
  return catalogued.map((one) =>
    one.cataloger.kind === "distribution"
      ? one
      : { ...one, packages: one.packages.map((found) => relate(found, owners)) },
  );
}

function relate(found: Package, owners: Owners): Package {
  let isRelated = false;
  const locations = found.locations.map((location) => {
    const owner = owners.of(location.path);
    if (owner === undefined) return location;
    isRelated = true;
    return { ...location, owner: owner.purl };
  });
  return isRelated ? { ...found, locations } : found;
}
