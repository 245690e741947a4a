import { existsSync, statSync } from "node:fs";
import { UsageError } from "./arguments.ts";

const elsewhere =
  /^(?:docker-daemon|container|containers-storage|containerd|docker-archive|oci-dir|oci-archive|dir|sbom):/;

/**
 * Refuses an image that is not in a registry.
 *
 * @throws UsageError
 */
export function requireRegistryReference(image: string, why: string): void {
  if (!elsewhere.test(image)) return;
  throw new UsageError(
    `${image}: ${why}. Push the image, and name it there, e.g. ghcr.io/acme/shop:1.4`,
  );
}

/** How to name a file or folder that was given where an image was expected, if it is one. */
export function suggestLocalSource(image: string): string | undefined {
  if (elsewhere.test(image) || !existsSync(image)) return undefined;
  return statSync(image).isDirectory()
    ? `There is a folder of that name here: write oci-dir:${image} for an OCI layout, or dir:${image} for a root file system or a folder of source.`
    : `There is a file of that name here: write docker-archive:${image} or oci-archive:${image} for a saved image, sbom:${image} for a bill of materials.`;
}
