import type { BaseImage, Finding, Inventory, Package } from "@plimsoll/core";

/** What is known of where the layers come from. */
export interface Origin {
  /** Absent when the base image is not known. */
  baseImage?: BaseImage;
  /** The Dockerfile, and the line of the instruction that made each layer. */
  dockerfile?: { path: string; lines: readonly (number | undefined)[] };
}

/** Notes at every layer and package where it comes from: the base image or the user, and which line. */
export function attributeInventory(inventory: Inventory, origin: Origin): Inventory {
  const { baseImage, dockerfile } = origin;
  const layers = inventory.layers.map((layer) => {
    const line = dockerfile?.lines[layer.index];
    return {
      ...layer,
      ...(dockerfile && line !== undefined && { dockerfile: { path: dockerfile.path, line } }),
      ...(baseImage && { inBase: layer.index < baseImage.layers }),
    };
  });
  if (baseImage === undefined) return { ...inventory, layers };
  const isInBase = baseLayers(layers);
  const packages = inventory.packages.map((found): Package => {
    const inBase = isInBase(found.layer);
    return inBase === undefined ? found : { ...found, inBase };
  });
  return { ...inventory, baseImage, layers, packages };
}

/**
 * Notes at every finding whether the base image brought what it is about: of a package by the layer
 * that first brought it, of a file by the layer that holds it.
 */
export function attributeFindings(
  findings: readonly Finding[],
  { baseImage, layers, packages }: Inventory,
): Finding[] {
  if (baseImage === undefined) return [...findings];
  const isInBase = baseLayers(layers);
  const byPurl = new Map(packages.map(({ purl, inBase }) => [purl, inBase]));
  return findings.map((finding) => {
    const { package: found, location } = finding;
    const inBase = found ? byPurl.get(found.purl) : isInBase(location?.layer);
    return inBase === undefined ? finding : { ...finding, inBase };
  });
}

function baseLayers(layers: Inventory["layers"]) {
  const known = new Map<string, boolean | undefined>();
  // The oldest of several equal layers is the one that brought a file.
  for (const { diffId, inBase } of layers) if (!known.has(diffId)) known.set(diffId, inBase);
  return (layer: string | undefined) => (layer === undefined ? undefined : known.get(layer));
}
