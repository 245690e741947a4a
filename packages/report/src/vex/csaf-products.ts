import type { Claim } from "./claims.ts";
import type { ImageProduct } from "./product.ts";

/** The `product_ids` of what a claim speaks of. */
export type CsafProductIds = (claim: Claim) => string[];

const imageId = "image";

/**
 * The packages as components of the image: CSAF 2.0, 3.2.2. Without an image that can be named, the
 * packages are the products.
 */
export function productTreeOf(
  claims: readonly Claim[],
  image: ImageProduct | undefined,
): { tree: object; ids: CsafProductIds } {
  const packages = new Map(
    claims.flatMap(({ packages }) => packages).map((one) => [one.purl, one]),
  );
  const sorted = [...packages.values()].sort((a, b) => (a.purl < b.purl ? -1 : 1));
  const names = sorted.map(({ purl, name, version }) => ({
    name: `${name} ${version}`.trim() || purl,
    product_id: purl,
    product_identification_helper: { purl },
  }));
  if (image === undefined) {
    return {
      tree: { full_product_names: names },
      ids: ({ packages }) => packages.map(({ purl }) => purl),
    };
  }
  const partId = (purl: string) => `${imageId}:${purl}`;
  const whole = {
    name: image.name,
    product_id: imageId,
    product_identification_helper: {
      hashes: [
        {
          file_hashes: [{ algorithm: "sha256", value: image.digest.slice("sha256:".length) }],
          filename: "manifest.json",
        },
      ],
      purl: image.purl,
    },
  };
  const relationships = sorted.map(({ purl, name }) => ({
    category: "default_component_of",
    full_product_name: { name: `${name} in ${image.name}`, product_id: partId(purl) },
    product_reference: purl,
    relates_to_product_reference: imageId,
  }));
  return {
    tree: { full_product_names: [whole, ...names], relationships },
    ids: ({ packages }) => packages.map(({ purl }) => partId(purl)),
  };
}
