import { type Distribution, type Incomplete, type Package, toPlimsollError } from "@plimsoll/core";
import type { Layer, Located } from "@plimsoll/image";
import type { Cataloger } from "../cataloger.ts";
import type { OwnedFiles } from "../ownership/owners.ts";

export interface Collected {
  packages: Package[];
  /** Files that packages of an operating system list in their database. */
  owned: OwnedFiles[];
  incomplete: Incomplete[];
}

/**
 * The visible packages of one inspector. The same package in several files is one package with
 * several locations. Facts of hidden files tell in which layer a package first appeared: a database
 * is written anew by every layer that installs something.
 */
export function collectPackages<Fact>(
  facts: readonly Located<Fact>[],
  layers: readonly Pick<Layer, "index" | "diffId">[],
  cataloger: Cataloger<Fact>,
  distribution: Distribution | undefined,
): Collected {
  const packages = new Map<string, Package>();
  const owned: OwnedFiles[] = [];
  const firstLayers = new Map<string, number>();
  const incomplete: Incomplete[] = [];

  for (const { path, layer, fact, hiddenBy } of facts) {
    for (const { innerPath, qualifiers, files, ...draft } of cataloger.drafts(fact)) {
      const key = JSON.stringify([draft.name, draft.version, draft.architecture, draft.purl]);
      firstLayers.set(key, Math.min(layer, firstLayers.get(key) ?? layer));
      if (hiddenBy !== undefined) continue;

      const diffId = layers[layer]?.diffId;
      const place = innerPath === undefined ? path : `${path}!/${innerPath}`;
      const location = { path: place, ...(diffId ? { layer: diffId } : {}) };
      const known = packages.get(key);
      if (known !== undefined) {
        known.locations.push(location);
        continue;
      }
      try {
        const found = {
          ...draft,
          purl: cataloger.purl(qualifiers ? { ...draft, qualifiers } : draft, distribution),
          locations: [location],
        };
        packages.set(key, found);
        if (files) owned.push({ owner: found, files });
      } catch (cause) {
        const { code, message } = toPlimsollError(cause, "MALFORMED", "No package URL can be made");
        incomplete.push({ code, what: path, why: message, ...(diffId ? { layer: diffId } : {}) });
      }
    }
  }

  for (const [key, found] of packages) {
    const diffId = layers[firstLayers.get(key)!]?.diffId;
    if (diffId) found.layer = diffId;
  }
  return { packages: [...packages.values()], owned, incomplete };
}
