import { formatPlatform, PlimsollError } from "@plimsoll/core";
import type { Manifest, Reference, RegistryClient } from "@plimsoll/registry";
import { isSha256 } from "../cosign/digest.ts";
import { isJsonObject, type JsonObject } from "../encoding/json.ts";
import { limits } from "../limits.ts";
import { inRepository, requestOptions } from "../verify/source.ts";

const indexTypes: readonly string[] = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
];
/** Indexes within an index that are opened one in the other. */
const maxDepth = 3;

/** A manifest that an index lists. */
export interface PlatformManifest {
  readonly digest: string;
  /** `os/architecture[/variant]`; absent where the index does not tell. */
  readonly platform: string | undefined;
  /** BuildKit's attestations of another manifest of the index: nothing that could run. */
  readonly isAttestation: boolean;
}

interface ListOptions {
  client: RegistryClient;
  reference: Reference;
  signal?: AbortSignal | undefined;
}

export function isIndex({ json }: Pick<Manifest, "json">): boolean {
  return Array.isArray(json.manifests);
}

/**
 * The manifests that an index lists, those of indexes within it too, each once.
 *
 * @throws PlimsollError `LIMIT_EXCEEDED` for more than a hundred or for indexes nested too deep,
 * `MALFORMED` for an entry without a digest: what cannot be judged must not be passed over
 */
export async function listPlatforms(
  index: Manifest,
  options: ListOptions,
): Promise<PlatformManifest[]> {
  const found = new Map<string, PlatformManifest>();
  await addEntries(index, options, found, 1);
  return [...found.values()];
}

async function addEntries(
  { json, digest }: Manifest,
  options: ListOptions,
  found: Map<string, PlatformManifest>,
  depth: number,
): Promise<void> {
  const entries: unknown[] = Array.isArray(json.manifests) ? json.manifests : [];
  if (depth > maxDepth || entries.length + found.size > limits.platforms) {
    throw new PlimsollError("LIMIT_EXCEEDED", "The index lists too much to judge all of it", {
      subject: digest,
      action: "Name one platform instead of all.",
    });
  }
  for (const entry of entries) {
    if (!isJsonObject(entry) || !isSha256(entry.digest)) {
      throw new PlimsollError("MALFORMED", "An entry of the index names no SHA-256 digest", {
        subject: digest,
      });
    }
    if (typeof entry.mediaType === "string" && indexTypes.includes(entry.mediaType)) {
      const reference = inRepository(options.reference, { digest: entry.digest });
      const inner = await options.client.getManifest(
        reference,
        requestOptions({ signal: options.signal }),
      );
      await addEntries(inner, options, found, depth + 1);
    } else {
      found.set(entry.digest, toPlatform(entry, entry.digest));
    }
  }
}

function toPlatform({ platform, annotations }: JsonObject, digest: string): PlatformManifest {
  const { os, architecture, variant } = isJsonObject(platform) ? platform : {};
  const isKnown = typeof os === "string" && typeof architecture === "string";
  const marked = isJsonObject(annotations) ? annotations["vnd.docker.reference.type"] : undefined;
  return {
    digest,
    platform: isKnown
      ? formatPlatform({ os, architecture, ...(typeof variant === "string" && { variant }) })
      : undefined,
    // Both signs are needed: what could run on some platform is never passed over.
    isAttestation:
      marked === "attestation-manifest" && os === "unknown" && architecture === "unknown",
  };
}

/**
 * The manifest for `os/architecture[/variant]`.
 *
 * @throws PlimsollError `NOT_FOUND` when there is none
 */
export function choosePlatform(
  platforms: readonly PlatformManifest[],
  wanted: string,
): PlatformManifest {
  const runnable = platforms.filter(({ isAttestation }) => !isAttestation);
  const chosen =
    runnable.find(({ platform }) => platform === wanted) ??
    runnable.find(({ platform }) => platform?.startsWith(`${wanted}/`));
  if (chosen !== undefined) return chosen;
  const known = runnable.flatMap(({ platform }) => platform ?? []).slice(0, 20);
  throw new PlimsollError("NOT_FOUND", `The index lists nothing for ${wanted}`, {
    action: `Choose one of ${known.join(", ")}, or all.`,
  });
}
