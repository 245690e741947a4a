import type { TrustSignature } from "@plimsoll/core";
import { isPlimsollError } from "@plimsoll/core";
import type { Descriptor, Manifest } from "@plimsoll/registry";
import { isSha256 } from "../cosign/digest.ts";
import { type ArtifactLayer, parseLayer } from "../cosign/layer.ts";
import { emptyType, ociConfigType } from "../cosign/media-types.ts";
import { isJsonObject } from "../encoding/json.ts";
import { limits } from "../limits.ts";
import { isContentFault, unreadableSignature } from "../verify/check.ts";
import { listReferrers, type Referrers } from "../verify/list-referrers.ts";
import { type Discovered, inRepository, requestOptions, type Source } from "../verify/source.ts";
import { type EnvelopeFormat, envelopeTypes, notationArtifactType } from "./media-types.ts";
import type { SignedSubject } from "./payload.ts";
import type { StoredEnvelope } from "./stored-envelope.ts";

export type { StoredEnvelope } from "./stored-envelope.ts";

/**
 * Judges every Notary Project signature that refers to the image. A list of referrers may leave out
 * or get wrong what an entry is, so that those that could be signatures are opened as well.
 *
 * @throws PlimsollError when the registry cannot be asked; never because of what was attached
 */
export async function discoverNotation(
  source: Source,
  listing: Promise<Referrers> = listReferrers(source),
): Promise<Discovered> {
  const { envelopes, broken, unopened } = await readEnvelopes(source, await listing);
  if (envelopes.length === 0) return { signatures: broken, attestations: [], unopened };
  const subject = await readSubject(source);
  // Certificates and CBOR are read by few: what reads them is loaded when it is needed.
  const { createJudge } = await import("./judge-notation.ts");
  const judge = createJudge(source.question, source.signal);
  const signatures: TrustSignature[] = [...broken];
  for (const envelope of envelopes) signatures.push(await judge(envelope, subject));
  return { signatures, attestations: [], unopened };
}

/** Every envelope that is attached to the image, unverified, and what could not be read. */
export async function readEnvelopes(
  source: Source,
  referrers: Referrers,
): Promise<{ envelopes: StoredEnvelope[]; broken: TrustSignature[]; unopened: number }> {
  // The fault is in the record of the bundles, which are always looked for.
  const descriptors = "fault" in referrers ? [] : referrers.descriptors;
  const candidates = selectCandidates(descriptors);
  const envelopes: StoredEnvelope[] = [];
  const broken: TrustSignature[] = [];
  for (const candidate of candidates.slice(0, limits.signatures)) {
    const opened = await openReferrer(candidate, source);
    if (opened === undefined) continue;
    if ("bytes" in opened) envelopes.push(opened);
    else broken.push(opened);
  }
  return { envelopes, broken, unopened: Math.max(0, candidates.length - limits.signatures) };
}

/** Each manifest once; those that are said to be signatures first. */
function selectCandidates(descriptors: readonly Descriptor[]): Descriptor[] {
  const distinct = new Map<string, Descriptor>();
  for (const descriptor of descriptors) {
    if (isSha256(descriptor.digest) && mayBeSignature(descriptor)) {
      distinct.set(descriptor.digest, descriptor);
    }
  }
  const rank = (descriptor: Descriptor) => (isLabelled(descriptor) ? 0 : 1);
  return [...distinct.values()].sort((a, b) => rank(a) - rank(b));
}

function isLabelled({ artifactType }: Descriptor): boolean {
  return artifactType === notationArtifactType;
}

function mayBeSignature({ artifactType }: Descriptor): boolean {
  const vague: readonly unknown[] = [undefined, emptyType, ociConfigType, notationArtifactType];
  return vague.includes(artifactType);
}

/** `undefined` for a referrer that is something else. */
async function openReferrer(
  referrer: Descriptor,
  source: Source,
): Promise<StoredEnvelope | TrustSignature | undefined> {
  try {
    const reference = inRepository(source.reference, { digest: referrer.digest });
    const manifest = await source.client.getManifest(reference, requestOptions(source));
    const layer = readLayer(manifest, source.question.digest);
    if (layer === undefined) {
      return isLabelled(referrer)
        ? unreadable(referrer, "The referrer is something else")
        : undefined;
    }
    if (typeof layer === "string") return unreadable(referrer, layer);
    const options = { ...requestOptions(source), maxBytes: limits.envelopeBytes };
    const bytes = await source.client.getSmallBlob(source.reference, layer, options);
    return { format: layer.format, bytes, manifestDigest: manifest.digest };
  } catch (error) {
    if (!isContentFault(error)) throw error;
    if (!isLabelled(referrer)) return undefined;
    return unreadable(referrer, `The referrer cannot be read: ${error.message}`);
  }
}

/** The layer with the envelope, or what is wrong; `undefined` for a manifest of something else. */
function readLayer(
  { json }: Manifest,
  digest: string,
): (ArtifactLayer & { format: EnvelopeFormat }) | string | undefined {
  const { artifactType, config, subject, layers } = json;
  // signature-specification.md, "OCI Signatures", and the form of image-spec 1.1.
  const isSignature =
    artifactType === notationArtifactType ||
    (isJsonObject(config) && config.mediaType === notationArtifactType);
  if (!isSignature) return undefined;
  if (!isJsonObject(subject) || subject.digest !== digest) {
    return "The referrer's subject is another manifest";
  }
  const layer = Array.isArray(layers) && layers.length === 1 ? parseLayer(layers[0]) : undefined;
  const format = (["jws", "cose"] as const).find(
    (each) => envelopeTypes[each] === layer?.mediaType,
  );
  return layer === undefined || format === undefined
    ? "The referrer does not hold exactly one envelope (JWS or COSE)"
    : { ...layer, format };
}

/** The manifest that should be signed, as the registry has it; `undefined` when it is not there. */
async function readSubject(source: Source): Promise<SignedSubject | undefined> {
  const { digest } = source.question;
  try {
    const reference = inRepository(source.reference, { digest });
    const manifest = await source.client.getManifest(reference, requestOptions(source));
    return { mediaType: manifest.mediaType, digest, size: manifest.bytes.length };
  } catch (error) {
    if (isPlimsollError(error) && error.code === "NOT_FOUND") return undefined;
    throw error;
  }
}

function unreadable({ digest }: Descriptor, reason: string): TrustSignature {
  return unreadableSignature("notation-jws", digest, "manifest", reason);
}
