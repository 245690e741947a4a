import type { Descriptor } from "@plimsoll/registry";
import { encodePreAuthentication, parseBundle } from "../cosign/bundle.ts";
import { isSha256 } from "../cosign/digest.ts";
import { parseLayer } from "../cosign/layer.ts";
import { bundlePredicateAnnotation, bundleTypes } from "../cosign/media-types.ts";
import { isJsonObject } from "../encoding/json.ts";
import { isSignatureOver } from "../keys/algorithm.ts";
import { limits } from "../limits.ts";
import { isContentFault } from "../verify/check.ts";
import { inRepository, requestOptions } from "../verify/source.ts";
import { isSameIdentity } from "./same-identity.ts";
import type { Signing } from "./signer.ts";
import { findFault } from "./verify-own.ts";

/**
 * Looks for a bundle by which the same signer has signed the same statement already, with as many log
 * entries as are wanted now. A certificate counts only when a trusted root vouches for it: otherwise
 * anybody could keep a signature from being made by pushing one that looks like it.
 *
 * @returns the digest of its manifest
 */
export async function findBundle(
  statement: Buffer,
  predicateType: string,
  signing: Signing,
): Promise<string | undefined> {
  const { client, reference, subject } = signing;
  let referrers: readonly Descriptor[];
  try {
    referrers = await client.getReferrers(reference, subject.digest, requestOptions(signing));
  } catch (error) {
    if (isContentFault(error)) return undefined;
    throw error;
  }
  const candidates = new Set(
    referrers
      .filter(({ annotations }) => {
        const label = annotations?.[bundlePredicateAnnotation];
        return label === undefined || label === predicateType;
      })
      .map(({ digest }) => digest)
      .filter(isSha256),
  );
  for (const digest of [...candidates].slice(0, limits.signatures)) {
    if (await isOurs(digest, statement, signing)) return digest;
  }
  return undefined;
}

async function isOurs(digest: string, statement: Buffer, signing: Signing): Promise<boolean> {
  try {
    const bytes = await readBundle(digest, signing);
    if (bytes === undefined) return false;
    const bundle = parseBundle(bytes);
    if (!statement.equals(bundle.payload) || bundle.logEntries < signing.tlog.length) return false;
    const { publicKey } = signing.signer;
    if (bundle.material.kind === "public-key") {
      const signed = encodePreAuthentication(bundle.payloadType, bundle.payload);
      const { algorithm, keyObject } = publicKey;
      return isSignatureOver(algorithm, keyObject, signed, bundle.signature);
    }
    const { trustedRoots } = signing;
    const [leaf] = (await signing.signer.certificateChain?.()) ?? [];
    return (
      leaf !== undefined &&
      (await isSameIdentity(bytes, leaf)) &&
      (await findFault(bytes, { publicKey, trustedRoots })) === undefined
    );
  } catch (error) {
    if (isContentFault(error)) return false;
    throw error;
  }
}

async function readBundle(digest: string, signing: Signing): Promise<Buffer | undefined> {
  const { client, reference, subject } = signing;
  const options = requestOptions(signing);
  const name = inRepository(reference, { digest });
  const { json } = await client.getManifest(name, options);
  if (typeof json.artifactType !== "string" || !bundleTypes.includes(json.artifactType)) {
    return undefined;
  }
  if (!isJsonObject(json.subject) || json.subject.digest !== subject.digest) return undefined;
  const { layers } = json;
  const layer = Array.isArray(layers) && layers.length === 1 ? parseLayer(layers[0]) : undefined;
  if (layer === undefined) return undefined;
  return client.getSmallBlob(name, layer, { ...options, maxBytes: limits.bundleBytes });
}
