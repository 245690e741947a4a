import type { Package } from "@plimsoll/core";

/** Types whose packages all lie in one database: that two share it tells nothing. */
const systemTypes = new Set(["deb", "apk", "rpm", "alpm", "opkg", "ebuild"]);

/**
 * Whether all places of a package are inside of the holders: in the same file (the modules of a Go
 * program, the crates of a Rust one, the parts of a fat jar), or below the folder of a holder's own
 * manifest (`app/package.json` and `app/node_modules/…`). A copy elsewhere in the image is not spoken of.
 */
export function liesInside(pkg: Package | undefined, holders: readonly Package[]): boolean {
  if (pkg === undefined || pkg.locations.length === 0 || systemTypes.has(pkg.type)) return false;
  const homes = holders
    .filter(({ type }) => !systemTypes.has(type))
    .flatMap(({ locations }) => locations.map(({ path }) => path));
  return pkg.locations.every(({ path }) => homes.some((home) => isInside(path, home)));
}

function isInside(path: string, home: string): boolean {
  if (path === home || path.startsWith(`${home}/`) || path.startsWith(`${home}!`)) return true;
  const folder = home.slice(0, home.lastIndexOf("/") + 1);
  return /(?:^|\/)package\.json$/.test(home) && path.startsWith(`${folder}node_modules/`);
}
