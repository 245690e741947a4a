import { type Platform, PlimsollError } from "@plimsoll/core";
import type { Descriptor, Manifest } from "@plimsoll/registry";
import { mediaTypes } from "../media-types.ts";
import { parseDescriptors } from "./descriptor.ts";
import { platformMissing, rankPlatform } from "./platform.ts";

/** Depth of indexes within indexes, and their number, before an image is given up. */
const depthLimit = 4;
const fetchLimit = 64;

/** Fetches what a descriptor names. */
export type FetchManifest = (descriptor: Descriptor) => Promise<Manifest>;

/** True for an index or a Docker manifest list. */
export function isIndex({ mediaType, json }: Pick<Manifest, "mediaType" | "json">): boolean {
  const stated = typeof json.mediaType === "string" ? json.mediaType : mediaType;
  if (isIndexType(stated)) return true;
  return !isManifestType(stated) && Array.isArray(json.manifests);
}

/**
 * Finds the manifest for a platform, through indexes within indexes. Attestations and other
 * artifacts are no images and are passed over.
 *
 * @throws PlimsollError `NOT_FOUND` with the platforms that there are; `LIMIT_EXCEEDED`
 */
export async function chooseManifest(
  root: Manifest,
  wanted: Platform,
  fetchManifest: FetchManifest,
  subject: string,
): Promise<Manifest> {
  if (!isIndex(root)) return root;
  const candidates = await collect(root, fetchManifest, subject);
  const best = rank(candidates, wanted);
  if (best) return fetchManifest(best);
  const [only] = candidates;
  // Layouts often leave the platform to the configuration.
  if (only && candidates.length === 1 && !only.platform) return fetchManifest(only);
  throw platformMissing(
    subject,
    wanted,
    candidates.flatMap(({ platform }) => platform ?? []),
  );
}

function rank(candidates: readonly Descriptor[], wanted: Platform): Descriptor | undefined {
  let best: Descriptor | undefined;
  let most = 0;
  for (const candidate of candidates) {
    const value = candidate.platform ? rankPlatform(wanted, candidate.platform) : 0;
    if (value <= most) continue;
    best = candidate;
    most = value;
  }
  return best;
}

async function collect(
  root: Manifest,
  fetchManifest: FetchManifest,
  subject: string,
): Promise<Descriptor[]> {
  const candidates: Descriptor[] = [];
  const seen = new Set<string>();
  let fetched = 0;
  const visit = async (index: Manifest, depth: number): Promise<void> => {
    for (const descriptor of parseDescriptors(index.json.manifests, subject)) {
      if (seen.has(descriptor.digest)) continue;
      seen.add(descriptor.digest);
      if (isImage(descriptor)) candidates.push(descriptor);
      if (!isIndexType(descriptor.mediaType)) continue;
      fetched += 1;
      if (depth === depthLimit || fetched > fetchLimit) {
        throw new PlimsollError("LIMIT_EXCEEDED", "The image's indexes lie too deep", { subject });
      }
      await visit(await fetchManifest(descriptor), depth + 1);
    }
  };
  await visit(root, 1);
  return candidates;
}

/** True for a manifest of an image: not an index, not an attestation, not an artifact. */
export function isImage({ mediaType, platform, artifactType, annotations }: Descriptor): boolean {
  if (!isManifestType(mediaType) || artifactType !== undefined) return false;
  if (annotations?.["vnd.docker.reference.type"] !== undefined) return false;
  return platform?.os !== "unknown" || platform.architecture !== "unknown";
}

export function isIndexType(mediaType: string): boolean {
  return mediaType === mediaTypes.oci.index || mediaType === mediaTypes.docker.index;
}

function isManifestType(mediaType: string): boolean {
  return mediaType === mediaTypes.oci.manifest || mediaType === mediaTypes.docker.manifest;
}
