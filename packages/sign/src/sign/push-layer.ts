import { setTimeout as delay } from "node:timers/promises";
import { isPlimsollError, PlimsollError } from "@plimsoll/core";
import type { Reference, RegistryClient } from "@plimsoll/registry";
import { sha256Of } from "../cosign/digest.ts";
import { ociConfigType, ociManifestType } from "../cosign/media-types.ts";
import { isJsonObject, type JsonObject } from "../encoding/json.ts";
import { limits } from "../limits.ts";
import { inRepository, requestOptions } from "../verify/source.ts";
import type { Pushed } from "./signer.ts";

const maxWrites = 8;
/** Least time between a write and the look at what became of it. */
const minSettleMs = 150;

/** A layer with its content, to be kept beside others under a tag. */
export interface NewLayer {
  readonly mediaType: string;
  readonly content: Buffer;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface LayerTag {
  readonly client: RegistryClient;
  readonly reference: Reference;
  readonly tag: string;
  readonly signal: AbortSignal | undefined;
  /** True for a layer that says what ours says, by our signer. */
  isOurs(layer: JsonObject): Promise<boolean>;
  /** Makes the layer; asked once, and only when there is none of ours. */
  makeLayer(): Promise<NewLayer>;
}

interface TaggedManifest {
  readonly digest: string;
  readonly json: JsonObject;
  readonly layers: readonly JsonObject[];
}

/**
 * Adds a layer to a tag, as cosign keeps signatures and attestations. Layers that are there stay. A
 * registry has no conditional write, so somebody who read the tag before our write may still overwrite
 * it: the tag is read again after longer than such a write takes, and written again until ours stays
 * in it.
 *
 * @throws PlimsollError `MALFORMED` when the tag holds something else, `LIMIT_EXCEEDED`, `SERVER_ERROR`
 * when it is overwritten again and again, `ABORTED`, the registry's own
 */
export async function pushLayer(place: LayerTag): Promise<Pushed> {
  let layer: JsonObject | undefined;
  for (let writes = 0; ; writes += 1) {
    const startedAt = performance.now();
    const current = await readLayers(place);
    if (current !== undefined && (await hasOurs(current, layer, place))) {
      return { signatureDigest: current.digest, wasSigned: layer === undefined };
    }
    if (writes === maxWrites) throw overwritten(place.tag);
    layer ??= await uploadLayer(place);
    await writeLayers(place, current, layer);
    // Others are about as far from the registry as we are.
    await settle(minSettleMs + 2 * (performance.now() - startedAt), place.signal);
  }
}

async function hasOurs(
  { layers }: TaggedManifest,
  pushed: JsonObject | undefined,
  place: LayerTag,
): Promise<boolean> {
  if (pushed !== undefined) {
    const ours = JSON.stringify(pushed);
    return layers.some((layer) => JSON.stringify(layer) === ours);
  }
  for (const layer of layers.slice(0, limits.signatures)) {
    if (await place.isOurs(layer)) return true;
  }
  return false;
}

async function uploadLayer(place: LayerTag): Promise<JsonObject> {
  const { mediaType, content, annotations } = await place.makeLayer();
  await place.client.putBlob(place.reference, content, requestOptions(place));
  return { mediaType, size: content.length, digest: sha256Of(content), annotations };
}

async function settle(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    // The random part keeps several signers from meeting again and again.
    await delay(ms * (1 + Math.random() / 2), undefined, requestOptions({ signal }));
  } catch (cause) {
    throw new PlimsollError("ABORTED", "Signing was aborted", {
      action: "The signature may have been pushed; signing again does no harm.",
      cause,
    });
  }
}

function overwritten(tag: string): PlimsollError {
  return new PlimsollError("SERVER_ERROR", "The signature was overwritten again and again", {
    subject: tag,
    action: "Sign again when fewer others sign the same image.",
  });
}

async function readLayers(place: LayerTag): Promise<TaggedManifest | undefined> {
  const { tag } = place;
  try {
    const reference = inRepository(place.reference, { tag });
    const { json, digest } = await place.client.getManifest(reference, requestOptions(place));
    const { layers } = json;
    if (Array.isArray(layers) && layers.every(isJsonObject) && json.manifests === undefined) {
      return { digest, json, layers };
    }
  } catch (error) {
    if (isPlimsollError(error) && error.code === "NOT_FOUND") return undefined;
    throw error;
  }
  throw new PlimsollError("MALFORMED", "The tag for signatures does not hold an image manifest", {
    subject: tag,
    action: "Delete the tag, or sign with the format bundle, which does not use it.",
  });
}

async function writeLayers(
  place: LayerTag,
  current: TaggedManifest | undefined,
  layer: JsonObject,
): Promise<void> {
  const { client, reference, tag } = place;
  const layers = [...(current?.layers ?? []), layer];
  if (layers.length > limits.signatures) {
    throw new PlimsollError("LIMIT_EXCEEDED", "The image has too many signatures already", {
      subject: tag,
      action: `At most ${limits.signatures} are read; delete the tag and sign again.`,
    });
  }
  const options = requestOptions(place);
  const config = await client.putBlob(reference, formatConfig(layers), options);
  const manifest = {
    ...current?.json,
    schemaVersion: 2,
    mediaType: ociManifestType,
    config: { mediaType: ociConfigType, ...config },
    layers,
  };
  const bytes = Buffer.from(JSON.stringify(manifest));
  await client.putManifest(inRepository(reference, { tag }), bytes, ociManifestType, options);
}

/** The configuration that cosign writes: an empty image with the payloads as layers. */
function formatConfig(layers: readonly JsonObject[]): Buffer {
  const created = "0001-01-01T00:00:00Z";
  const config = {
    architecture: "",
    created,
    history: layers.map(() => ({ created })),
    os: "",
    rootfs: { type: "layers", diff_ids: layers.map(({ digest }) => digest) },
    config: {},
  };
  return Buffer.from(JSON.stringify(config));
}
