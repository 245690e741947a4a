import { setTimeout as delay } from "node:timers/promises";
import { isPlimsollError, PlimsollError } from "@plimsoll/core";
import { sha256Of, signatureTag } from "../cosign/digest.ts";
import {
  ociConfigType,
  ociManifestType,
  signatureAnnotation,
  simpleSigningType,
} from "../cosign/media-types.ts";
import { formatSimpleSigning } from "../cosign/simple-signing.ts";
import { encodeBase64 } from "../encoding/base64.ts";
import { isJsonObject, type JsonObject } from "../encoding/json.ts";
import { signBytes } from "../keys/algorithm.ts";
import { limits } from "../limits.ts";
import { judgeSimpleSigning } from "../verify/judge-simple-signing.ts";
import { inRepository, requestOptions } from "../verify/source.ts";
import type { Pushed, Signing } from "./signer.ts";

const maxWrites = 8;
/** Least time between a write and the look at what became of it. */
const minSettleMs = 150;

interface SignatureManifest {
  readonly digest: string;
  readonly json: JsonObject;
  readonly layers: readonly JsonObject[];
}

/**
 * Adds a layer to the tag `sha256-<hex>.sig`. Layers that are there stay. A registry has no
 * conditional write, so somebody who read the tag before our write may still overwrite it: the tag
 * is read again after longer than such a write takes, and written again until ours stays in it.
 */
export async function pushClassic(signing: Signing): Promise<Pushed> {
  const { question } = signing;
  const payload = formatSimpleSigning(question.repository, question.digest, signing.annotations);
  const layerDigest = sha256Of(payload);
  const isOurs = ({ mediaType, digest, size, annotations }: JsonObject): boolean =>
    mediaType === simpleSigningType &&
    digest === layerDigest &&
    size === payload.length &&
    isJsonObject(annotations) &&
    judgeSimpleSigning(payload, annotations, layerDigest, question).result === "verified";

  let layer: JsonObject | undefined;
  for (let writes = 0; ; writes += 1) {
    const startedAt = performance.now();
    const current = await readSignatures(signing);
    if (current?.layers.some(isOurs)) {
      return { signatureDigest: current.digest, wasSigned: layer === undefined };
    }
    if (writes === maxWrites) throw overwritten(question.digest);
    layer ??= await pushLayer(signing, payload, isOurs);
    await writeSignatures(signing, current, layer);
    // Others are about as far from the registry as we are.
    await settle(minSettleMs + 2 * (performance.now() - startedAt), signing.signal);
  }
}

/** Signs, makes sure that the signature verifies, and uploads the payload. */
async function pushLayer(
  signing: Signing,
  payload: Buffer,
  isOurs: (layer: JsonObject) => boolean,
): Promise<JsonObject> {
  const { client, key, reference } = signing;
  const signature = signBytes(key.publicKey.algorithm, key.keyObject, payload);
  const layer = {
    mediaType: simpleSigningType,
    size: payload.length,
    digest: sha256Of(payload),
    annotations: { [signatureAnnotation]: encodeBase64(signature) },
  };
  if (!isOurs(layer)) {
    throw new PlimsollError("INTERNAL", "The new signature does not verify, and was not pushed");
  }
  await client.putBlob(reference, payload, requestOptions(signing));
  return layer;
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

function overwritten(digest: string): PlimsollError {
  return new PlimsollError("SERVER_ERROR", "The signature was overwritten again and again", {
    subject: signatureTag(digest),
    action: "Sign again when fewer others sign the same image.",
  });
}

async function readSignatures(signing: Signing): Promise<SignatureManifest | undefined> {
  const tag = signatureTag(signing.question.digest);
  const reference = inRepository(signing.reference, { tag });
  try {
    const { json, digest } = await signing.client.getManifest(reference, requestOptions(signing));
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

async function writeSignatures(
  signing: Signing,
  current: SignatureManifest | undefined,
  layer: JsonObject,
): Promise<void> {
  const layers = [...(current?.layers ?? []), layer];
  if (layers.length > limits.signatures) {
    throw new PlimsollError("LIMIT_EXCEEDED", "The image has too many signatures already", {
      subject: signatureTag(signing.question.digest),
      action: `At most ${limits.signatures} are read; delete the tag and sign again.`,
    });
  }
  const { client, reference } = signing;
  const options = requestOptions(signing);
  const config = await client.putBlob(reference, formatConfig(layers), options);
  const manifest = {
    ...current?.json,
    schemaVersion: 2,
    mediaType: ociManifestType,
    config: { mediaType: ociConfigType, ...config },
    layers,
  };
  const tag = signatureTag(signing.question.digest);
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
