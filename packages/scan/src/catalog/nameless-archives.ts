import type { PackageLocation, UnidentifiedArchive } from "@plimsoll/core";
import type { ImageFacts, Layer } from "@plimsoll/image";
import { javaInspector } from "../inspectors/java.ts";
import type { Owners } from "../ownership/owners.ts";

/** The visible Java archives that do not tell what they are; advisories may know their SHA-1. */
export function namelessArchives(
  facts: ImageFacts,
  layers: readonly Pick<Layer, "diffId">[],
  owners: Owners,
): { archives?: UnidentifiedArchive[] } {
  const archives = facts
    .of(javaInspector)
    .filter(({ hiddenBy }) => hiddenBy === undefined)
    .flatMap(({ path, layer, fact }) =>
      fact.nameless.map(({ sha1, inner }) => {
        const diffId = layers[layer]?.diffId;
        const place = inner === undefined ? path : `${path}!/${inner}`;
        const owner = owners.of(place)?.purl;
        const location: PackageLocation = {
          path: place,
          ...(diffId ? { layer: diffId } : {}),
          ...(owner !== undefined && { owner }),
        };
        return { sha1, location };
      }),
    )
    .sort((a, b) => (a.location.path < b.location.path ? -1 : 1));
  return archives.length > 0 ? { archives } : {};
}
