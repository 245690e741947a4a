import { createHash } from "node:crypto";
import { setImmediate as tick } from "node:timers/promises";
import { PlimsollError } from "@plimsoll/core";
import type { Descriptor, Manifest, Reference, RegistryClient } from "@plimsoll/registry";

/** A registry in memory behind the client's interface: one repository space, no network. */
export interface MemoryRegistry extends RegistryClient {
  readonly manifests: Map<string, Manifest>;
  readonly tags: Map<string, string>;
  readonly blobs: Map<string, Buffer>;
  /** What `getReferrers` answers for a digest, instead of what was pushed. */
  readonly referrers: Map<string, Descriptor[]>;
  /** Everything asked, e.g. `getManifest lab/app:1`. */
  readonly requests: string[];
  /** Thrown by the next request whose text contains the key. */
  readonly faults: Map<string, Error>;
}

export function createMemoryRegistry(): MemoryRegistry {
  const manifests = new Map<string, Manifest>();
  const tags = new Map<string, string>();
  const blobs = new Map<string, Buffer>();
  const referrers = new Map<string, Descriptor[]>();
  const requests: string[] = [];
  const faults = new Map<string, Error>();

  async function enter(what: string, signal?: AbortSignal): Promise<void> {
    requests.push(what);
    await tick();
    if (signal?.aborted) throw new PlimsollError("ABORTED", "The request was aborted");
    for (const [text, fault] of faults) if (what.includes(text)) throw fault;
  }

  return {
    manifests,
    tags,
    blobs,
    referrers,
    requests,
    faults,
    async getManifest(reference, options) {
      const { repository, tag, digest } = reference;
      await enter(`getManifest ${repository}${digest ? `@${digest}` : `:${tag}`}`, options?.signal);
      const key = digest ?? tags.get(`${repository}:${tag}`);
      const manifest = key === undefined ? undefined : manifests.get(`${repository}@${key}`);
      if (manifest === undefined) throw new PlimsollError("NOT_FOUND", "There is no such manifest");
      return manifest;
    },
    async getDigest(reference, options) {
      return (await this.getManifest(reference, options)).digest;
    },
    async *getBlob(reference, blob, options) {
      yield await this.getSmallBlob(reference, blob, options);
    },
    async getBlobRange(reference, blob, { offset, length }, options) {
      const bytes = await this.getSmallBlob(reference, blob, options);
      return bytes.subarray(offset, offset + length);
    },
    async getSmallBlob(_reference, blob, options) {
      await enter(`getBlob ${blob.digest}`, options?.signal);
      if (blob.size > (options?.maxBytes ?? 2 ** 22)) {
        throw new PlimsollError("LIMIT_EXCEEDED", "The blob is too large");
      }
      const bytes = blobs.get(blob.digest);
      if (bytes === undefined) throw new PlimsollError("NOT_FOUND", "There is no such blob");
      if (bytes.length !== blob.size || sha256(bytes) !== blob.digest) {
        throw new PlimsollError("DIGEST_MISMATCH", "The blob is another than asked for");
      }
      return bytes;
    },
    async getReferrers({ repository }, digest, options) {
      await enter(`getReferrers ${repository}@${digest}`, options?.signal);
      const given = referrers.get(digest);
      if (given !== undefined) return given;
      return [...manifests]
        .filter(([key, { json }]) => {
          const subject = json.subject as Descriptor | undefined;
          return key.startsWith(`${repository}@`) && subject?.digest === digest;
        })
        .map(([, manifest]) => ({
          mediaType: manifest.mediaType,
          digest: manifest.digest,
          size: manifest.bytes.length,
          artifactType: String(
            manifest.json.artifactType ??
              (manifest.json.config as Descriptor | undefined)?.mediaType,
          ),
        }));
    },
    async listTags({ repository }, options) {
      await enter(`listTags ${repository}`, options?.signal);
      return [...tags.keys()].map((name) => name.slice(repository.length + 1));
    },
    async putBlob({ repository }, bytes, options) {
      await enter(`putBlob ${repository}`, options?.signal);
      blobs.set(sha256(bytes), Buffer.from(bytes));
      return { digest: sha256(bytes), size: bytes.length };
    },
    async putManifest({ repository, tag }, bytes, mediaType, options) {
      await enter(`putManifest ${repository}:${tag ?? ""}`, options?.signal);
      return store({ manifests, tags }, { repository, tag }, bytes, mediaType);
    },
    async close() {},
  };
}

function store(
  { manifests, tags }: Pick<MemoryRegistry, "manifests" | "tags">,
  { repository, tag }: { repository: string; tag: string | undefined },
  given: Uint8Array,
  mediaType: string,
): { digest: string; size: number } {
  const bytes = Buffer.from(given);
  const digest = sha256(bytes);
  const json = JSON.parse(bytes.toString()) as Record<string, unknown>;
  manifests.set(`${repository}@${digest}`, { bytes, digest, mediaType, json });
  if (tag !== undefined) tags.set(`${repository}:${tag}`, digest);
  return { digest, size: bytes.length };
}

export const manifestType = "application/vnd.oci.image.manifest.v1+json";
export const indexType = "application/vnd.oci.image.index.v1+json";

export function sha256(bytes: Uint8Array | string): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

/** Pushes a manifest and gives its digest. */
export async function push(
  client: RegistryClient,
  reference: Reference,
  json: object,
  mediaType = manifestType,
): Promise<string> {
  const bytes = Buffer.from(JSON.stringify(json));
  return (await client.putManifest(reference, bytes, mediaType)).digest;
}

/** Pushes a small image under the reference's tag and gives its digest. */
export async function pushImage(
  client: RegistryClient,
  reference: Reference,
  name = "app",
): Promise<string> {
  const config = await client.putBlob(reference, Buffer.from(JSON.stringify({ name })));
  return push(client, reference, {
    schemaVersion: 2,
    mediaType: manifestType,
    config: { mediaType: "application/vnd.oci.image.config.v1+json", ...config },
    layers: [],
  });
}
