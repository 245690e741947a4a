import type { Progress } from "@plimsoll/core";
import { type Descriptor, parseReference, type RegistryClient } from "@plimsoll/registry";
import {
  artifactType,
  indexMediaType,
  shardMediaType,
  signatureAnnotation,
} from "../pull/oci-artefact.ts";
import { filesOf, noticeFile } from "../shards/index-format.ts";
import { readFileOf } from "../shards/read-directory.ts";
import { openPublishable } from "./open-publishable.ts";

const manifestMediaType = "application/vnd.oci.image.manifest.v1+json";

export interface PublishOciOptions {
  /** A folder made by `buildAdvisories`. */
  directory: string;
  /** `oci://registry/repository:tag` */
  to: string;
  client: RegistryClient;
  signal?: AbortSignal;
  progress?: Progress;
}

/**
 * Publishes a folder of shards as an OCI artefact: the table of contents is its configuration, each
 * file a layer. What the repository has already is not uploaded; the tag moves last.
 *
 * @returns the digest of the manifest, which can be signed like that of an image
 * @throws PlimsollError as `openPublishable`, `readFileOf`, and `putBlob` of the registry
 */
export async function publishToRegistry(options: PublishOciOptions): Promise<{ digest: string }> {
  const { directory, client, signal, progress } = options;
  const reference = parseReference(options.to.replace(/^oci:\/\//, ""));
  const { bytes, signature, index, notice } = await openPublishable(directory);
  const watch = signal ? { signal } : {};
  const put = async (mediaType: string, content: Uint8Array, title: string) => {
    const { digest, size } = await client.putBlob(reference, content, watch);
    const annotations = { "org.opencontainers.image.title": title };
    return { mediaType, digest, size, annotations } satisfies Descriptor;
  };
  const files = filesOf(index.shards);
  const layers: Descriptor[] = [await put("text/plain", Buffer.from(notice), noticeFile)];
  for (const named of files) {
    layers.push(await put(shardMediaType, await readFileOf(directory, named), named.name));
    progress?.({
      phase: "publish",
      message: named.name,
      done: layers.length,
      total: files.length + 1,
      unit: "items",
    });
  }
  const { annotations: _title, ...config } = await put(indexMediaType, bytes, "");
  const manifest = {
    schemaVersion: 2,
    mediaType: manifestMediaType,
    artifactType,
    config,
    layers,
    annotations: {
      "org.opencontainers.image.created": index.created,
      "org.opencontainers.image.title": "Plimsoll advisories",
      ...(signature !== undefined && { [signatureAnnotation]: signature.trim() }),
    },
  };
  const text = Buffer.from(JSON.stringify(manifest));
  const { digest } = await client.putManifest(reference, text, manifestMediaType, watch);
  return { digest };
}
