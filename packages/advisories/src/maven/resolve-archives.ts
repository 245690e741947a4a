import type { Inventory, Package, UnidentifiedArchive } from "@plimsoll/core";
import type { AdvisoryStore } from "../store/store.ts";
import type { MavenCoordinates } from "./coordinates.ts";

/**
 * Says of Java archives that do not tell what they are which package they are, where the advisories
 * know their SHA-1. What file names said of them before gives way to that.
 *
 * @returns the inventory itself where nothing is to be said
 * @throws PlimsollError as `AdvisoryStore.shard`
 */
export async function resolveArchives(
  inventory: Inventory,
  store: AdvisoryStore,
): Promise<Inventory> {
  const { archives = [] } = inventory;
  const digests = archives.length > 0 ? await store.digests?.() : undefined;
  if (!digests) return inventory;
  const left: UnidentifiedArchive[] = [];
  const resolved = new Map<string, Package>();
  const places = new Set<string>();
  for (const archive of archives) {
    const coordinates = digests.find(archive.sha1);
    if (!coordinates) {
      left.push(archive);
      continue;
    }
    places.add(archive.location.path);
    const found = resolved.get(archive.sha1);
    if (found) found.locations.push(archive.location);
    else resolved.set(archive.sha1, packageOf(coordinates, archive, inventory));
  }
  if (resolved.size === 0) return inventory;
  const { archives: _, ...rest } = inventory;
  const guessed = inventory.packages.flatMap((pkg) => withoutGuesses(pkg, places));
  return {
    ...rest,
    packages: [...guessed, ...resolved.values()],
    ...(left.length > 0 && { archives: left }),
  };
}

function packageOf(
  { group, artifact, version }: MavenCoordinates,
  { location }: UnidentifiedArchive,
  { layers }: Inventory,
): Package {
  const layer = layers.find(({ diffId }) => diffId === location.layer);
  return {
    purl: `pkg:maven/${group}/${artifact}@${encodeURIComponent(version)}`,
    name: `${group}:${artifact}`,
    version,
    type: "maven",
    licences: [],
    identifiedBy: "sha1",
    ...(layer && { layer: layer.diffId }),
    ...(layer?.inBase !== undefined && { inBase: layer.inBase }),
    locations: [location],
  };
}

/** Only an archive without a group is looked up: what was said of it has none. */
function withoutGuesses(pkg: Package, places: ReadonlySet<string>): Package[] {
  if (pkg.type !== "maven" || pkg.name.includes(":")) return [pkg];
  const locations = pkg.locations.filter(({ path }) => !places.has(path));
  if (locations.length === pkg.locations.length) return [pkg];
  return locations.length > 0 ? [{ ...pkg, locations }] : [];
}
