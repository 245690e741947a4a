import type { Manifest } from "@plimsoll/registry";
import { isSha256 } from "../cosign/digest.ts";
import { isJsonObject } from "../encoding/json.ts";
import { limits } from "../limits.ts";

/**
 * Digests of the platforms' manifests in an index; none for an image. Attestations that BuildKit puts
 * there are no platform.
 */
export function listPlatforms({ json }: Manifest): string[] {
  const { manifests } = json;
  const digests = (Array.isArray(manifests) ? manifests : [])
    .slice(0, limits.indexEntries)
    .flatMap((entry: unknown) => {
      if (!isJsonObject(entry) || !isSha256(entry.digest)) return [];
      const { annotations } = entry;
      const kind = isJsonObject(annotations) ? annotations["vnd.docker.reference.type"] : undefined;
      return kind === "attestation-manifest" ? [] : [entry.digest];
    });
  return [...new Set(digests)];
}
