import { PlimsollError } from "@plimsoll/core";
import { isDigest } from "../digest.ts";
import { endpointOf } from "../endpoint.ts";
import { pause } from "../http/back-off.ts";
import { isObject, parseObject, textValuesOf } from "../json.ts";
import type { Session } from "../session.ts";
import type { Descriptor, Reference, RequestOptions } from "../types.ts";
import { parseDescriptor } from "./descriptor.ts";
import { imageIndexType } from "./media-type.ts";
import { pushManifest } from "./push.ts";
import { askReferrersApi, fetchReferrersIndex, referrersTagOf } from "./referrers.ts";

const maxWrites = 8;
/** Least time between a write and the look at what became of it. */
const minSettleMs = 150;

/** Uploads a manifest and makes its subject know it; see `RegistryClient.putManifest`. */
export async function putManifest(
  session: Session,
  reference: Reference,
  bytes: Uint8Array,
  mediaType: string,
  options: RequestOptions = {},
): Promise<{ digest: string; size: number }> {
  const { digest, size, response } = await pushManifest(
    session,
    reference,
    bytes,
    mediaType,
    options,
  );
  const manifest = parseObject(bytes) ?? {};
  const subject = parseDescriptor(manifest.subject);
  // distribution-spec, "Pushing Manifests with Subject": the header says that the registry lists it itself.
  if (subject && response.headers["oci-subject"] === undefined) {
    const entry = describeReferrer(manifest, { mediaType, digest, size });
    const endpoint = endpointOf(reference.registry);
    const listed = await askReferrersApi(session, endpoint, reference, subject.digest, options);
    if (listed === undefined) await addToIndex(session, reference, subject.digest, entry, options);
  }
  return { digest, size };
}

/** The index entry of a referrer: its artifact type (else its configuration's) and its annotations. */
function describeReferrer(
  manifest: Readonly<Record<string, unknown>>,
  descriptor: Pick<Descriptor, "mediaType" | "digest" | "size">,
): Descriptor {
  const { artifactType, config, annotations } = manifest;
  const own = typeof artifactType === "string" && artifactType !== "" ? artifactType : undefined;
  const type = own ?? (isObject(config) ? config.mediaType : undefined);
  return {
    ...descriptor,
    ...(typeof type === "string" ? { artifactType: type } : {}),
    ...(isObject(annotations) ? { annotations: textValuesOf(annotations) } : {}),
  };
}

/**
 * Adds the entry to the index under the subject's tag. Registries offer no way to do so in one
 * step: somebody who read the index before our write may still overwrite it. It is read again after
 * longer than such a write takes, and what was lost is added again.
 */
async function addToIndex(
  session: Session,
  reference: Reference,
  subjectDigest: string,
  entry: Descriptor,
  options: RequestOptions,
): Promise<void> {
  const { registry, repository } = reference;
  const tag = referrersTagOf(subjectDigest);
  const endpoint = endpointOf(registry);
  for (let writes = 0; ; writes += 1) {
    const startedAt = performance.now();
    const index = await fetchReferrersIndex(session, endpoint, reference, subjectDigest, options);
    const entries = index === undefined ? [] : (index.json.manifests as unknown[]);
    if (entries.some((each) => isSame(each, entry))) return;
    if (writes === maxWrites) break;
    const merged = JSON.stringify({
      schemaVersion: 2,
      mediaType: imageIndexType,
      manifests: [...withoutDuplicates(entries, entry.digest), entry],
      ...(isObject(index?.json.annotations) ? { annotations: index.json.annotations } : {}),
    });
    await pushManifest(
      session,
      { registry, repository, tag },
      Buffer.from(merged),
      imageIndexType,
      options,
    );
    // Others are about as far from the registry as we are; the random part keeps writers from meeting
    // again and again.
    const settleMs = minSettleMs + 2 * (performance.now() - startedAt);
    await pause(settleMs * (1 + Math.random() / 2), options.signal);
  }
  throw new PlimsollError(
    "SERVER_ERROR",
    "The list of referrers could not be kept: others write it at the same time",
    {
      subject: `${registry}/${repository}:${tag}`,
      action: "Try again when no other signing of the same image is under way.",
    },
  );
}

/** The entries of others as they were, each digest once. */
function withoutDuplicates(entries: readonly unknown[], replaced: string): unknown[] {
  const seen = new Set<unknown>([replaced]);
  return entries.filter((entry) => {
    const digest = isObject(entry) ? entry.digest : undefined;
    if (!isDigest(digest) || seen.has(digest)) return false;
    seen.add(digest);
    return true;
  });
}

function isSame(value: unknown, entry: Descriptor): boolean {
  const parsed = parseDescriptor(value);
  return parsed?.digest === entry.digest && parsed.artifactType === entry.artifactType;
}
