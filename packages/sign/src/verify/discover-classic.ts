import type { TrustSignature } from "@plimsoll/core";
import { isPlimsollError } from "@plimsoll/core";
import type { Manifest } from "@plimsoll/registry";
import { signatureTag } from "../cosign/digest.ts";
import { type ArtifactLayer, parseLayer } from "../cosign/layer.ts";
import { simpleSigningType } from "../cosign/media-types.ts";
import { limits } from "../limits.ts";
import { type KeylessJudge, prepareKeyless } from "../sigstore/keyless-judge.ts";
import { isContentFault, unreadableSignature } from "./check.ts";
import { judgeSimpleSigning } from "./judge-simple-signing.ts";
import { type Discovered, inRepository, requestOptions, type Source } from "./source.ts";

const format = "cosign-simplesigning";

/**
 * Judges every signature under the tag `sha256-<hex>.sig`, one per layer.
 *
 * @throws PlimsollError when the registry cannot be asked; never because of what the tag holds
 */
export async function discoverClassic(source: Source): Promise<Discovered> {
  const tag = signatureTag(source.question.digest);
  let manifest: Manifest;
  try {
    const reference = inRepository(source.reference, { tag });
    manifest = await source.client.getManifest(reference, requestOptions(source));
  } catch (error) {
    if (isPlimsollError(error) && error.code === "NOT_FOUND") return found([], 0);
    if (!isContentFault(error)) throw error;
    const reason = `The tag ${tag} cannot be read: ${error.message}`;
    return found([unreadableSignature(format, source.question.digest, "manifest", reason)], 0);
  }
  const { layers, manifests } = manifest.json;
  if (!Array.isArray(layers) || manifests !== undefined) {
    const reason = `The tag ${tag} does not hold an image manifest`;
    return found([unreadableSignature(format, manifest.digest, "manifest", reason)], 0);
  }
  const candidates = distinct(layers);
  const keyless = await prepareKeyless(source.question.sigstore);
  const signatures: TrustSignature[] = [];
  for (const layer of candidates.slice(0, limits.signatures)) {
    signatures.push(await judgeLayer(layer, manifest.digest, source, keyless));
  }
  return found(signatures, Math.max(0, candidates.length - limits.signatures));
}

/** Layers that claim to be signatures (or that nobody can tell), the same one only once. */
function distinct(layers: readonly unknown[]): unknown[] {
  const seen = new Map<string, unknown>();
  for (const value of layers) {
    const layer = parseLayer(value);
    if (layer === undefined || layer.mediaType === simpleSigningType) {
      seen.set(JSON.stringify(value), value);
    }
  }
  return [...seen.values()];
}

async function judgeLayer(
  value: unknown,
  manifestDigest: string,
  source: Source,
  keyless: KeylessJudge | undefined,
): Promise<TrustSignature> {
  const layer = parseLayer(value);
  if (layer === undefined) {
    return unreadableSignature(format, manifestDigest, "manifest", "A layer is not a descriptor");
  }
  try {
    const payload = await getPayload(layer, source);
    return judgeSimpleSigning(payload, layer.annotations, layer.digest, source.question, keyless);
  } catch (error) {
    if (!isContentFault(error)) throw error;
    const reason = `The payload cannot be read: ${error.message}`;
    return unreadableSignature(format, layer.digest, "payload", reason);
  }
}

function getPayload(layer: ArtifactLayer, source: Source): Promise<Buffer> {
  const options = { ...requestOptions(source), maxBytes: limits.payloadBytes };
  return source.client.getSmallBlob(source.reference, layer, options);
}

function found(signatures: readonly TrustSignature[], unopened: number): Discovered {
  return { signatures, attestations: [], unopened };
}
