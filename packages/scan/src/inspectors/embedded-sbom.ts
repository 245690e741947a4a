import type { Package } from "@plimsoll/core";
import type { Inspector } from "@plimsoll/image";
import { addFault, type Fault } from "../formats/fault.ts";
import { readSbom } from "../sbom/read-sbom.ts";
import { readText, wholeFile } from "./whole-file.ts";

/** What a bill of materials inside an image lists. */
export interface EmbeddedSbom {
  packages: Omit<Package, "layer" | "locations">[];
  faults: Fault[];
}

const mostBytes = 32 * 1024 * 1024;
const mostPackages = 50_000;

/** Where images keep bills of materials of what was built into them. */
const places: readonly RegExp[] = [
  // What a Dockerfile copied there by convention.
  /^usr\/(?:local\/)?share\/sbom\/[^/]+\.(?:json|spdx)$/,
  // Bitnami: one for each component.
  /^opt\/bitnami\/(?:[^/]+\/){0,4}\.spdx-[^/]+\.spdx$/,
  // Wolfi and Chainguard: one for each package of apk.
  /^var\/lib\/db\/sbom\/[^/]+\.spdx\.json$/,
];

/** Bills of materials that lie in the image: CycloneDX, SPDX or Syft JSON. */
export const embeddedSbomInspector: Inspector<EmbeddedSbom> = {
  id: "embedded-sbom",
  version: 1,

  wants(entry) {
    const { path } = entry;
    if (!path.endsWith(".json") && !path.endsWith(".spdx")) return undefined;
    return places.some((place) => place.test(path)) ? wholeFile(entry, mostBytes) : undefined;
  },

  inspect(entry, content) {
    const { inventory, incomplete } = readSbom(readText(entry, content, mostBytes));
    const faults: Fault[] = [];
    // Entries without a package URL are the document's choice, and no fault of the image.
    for (const { code, what, why } of incomplete) {
      if (code === "MALFORMED") addFault(faults, { code, why: `${what}: ${why.slice(0, -1)}` });
    }
    if (inventory.packages.length > mostPackages) {
      addFault(faults, {
        code: "LIMIT_EXCEEDED",
        why: `the bill of materials lists ${inventory.packages.length} packages; the first ${mostPackages} are listed`,
      });
    }
    const packages = inventory.packages
      .slice(0, mostPackages)
      .map(({ layer: _layer, locations: _locations, ...found }) => found);
    return packages.length > 0 || faults.length > 0 ? { packages, faults } : undefined;
  },
};
