import type { TrustSignature } from "@plimsoll/core";
import type { Descriptor, Manifest } from "@plimsoll/registry";
import { isSha256 } from "../cosign/digest.ts";
import { type ArtifactLayer, parseLayer } from "../cosign/layer.ts";
import {
  bundlePredicateAnnotation,
  bundleTypes,
  emptyType,
  signPredicateType,
} from "../cosign/media-types.ts";
import { isJsonObject } from "../encoding/json.ts";
import { limits } from "../limits.ts";
import { notationArtifactType } from "../notation/media-types.ts";
import { type KeylessJudge, prepareKeyless } from "../sigstore/keyless-judge.ts";
import { isContentFault, shorten, unreadableSignature } from "./check.ts";
import { type JudgedBundle, judgeBundle } from "./judge-bundle.ts";
import { listReferrers, type Referrers } from "./list-referrers.ts";
import { type Discovered, inRepository, requestOptions, type Source } from "./source.ts";

const format = "sigstore-bundle";

/**
 * Judges every Sigstore bundle that refers to the image. What the list of referrers says about an
 * entry's type only orders the work (cosign 3 writes the empty type there): each manifest is opened
 * and speaks for itself.
 *
 * @throws PlimsollError when the registry cannot be asked; never because of what was attached
 */
export async function discoverBundles(
  source: Source,
  listing: Promise<Referrers> = listReferrers(source),
): Promise<Discovered> {
  const referrers = await listing;
  if ("fault" in referrers) {
    const { digest } = source.question;
    const unreadable = unreadableSignature(format, digest, "manifest", referrers.fault);
    return { signatures: [unreadable], attestations: [], unopened: 0 };
  }
  const keyless = await prepareKeyless(source.question.sigstore);
  const candidates = orderByPromise(referrers.descriptors);
  const signatures: TrustSignature[] = [];
  const attestations: string[] = [];
  for (const candidate of candidates.slice(0, limits.signatures)) {
    const judged = await judgeReferrer(candidate, source, keyless);
    if (judged?.kind === "signature") signatures.push(judged.signature);
    if (judged?.kind === "attestation") attestations.push(shorten(judged.predicateType, 100));
  }
  return {
    signatures,
    attestations,
    unopened: Math.max(0, candidates.length - limits.signatures),
  };
}

/**
 * Each manifest once; those that are said to be bundles first, then those that may be. Those that
 * are said to be notation's are left to `discoverNotation`, which says so when they are not.
 */
function orderByPromise(referrers: readonly Descriptor[]): Descriptor[] {
  const distinct = new Map<string, Descriptor>();
  for (const referrer of referrers) {
    const isOurs = isSha256(referrer.digest) && referrer.artifactType !== notationArtifactType;
    if (isOurs) distinct.set(referrer.digest, referrer);
  }
  const rank = ({ artifactType }: Descriptor) =>
    artifactType !== undefined && bundleTypes.includes(artifactType)
      ? 0
      : mayBeBundle(artifactType)
        ? 1
        : 2;
  return [...distinct.values()].sort((a, b) => rank(a) - rank(b));
}

function mayBeBundle(artifactType: string | undefined): boolean {
  return (
    artifactType === undefined || artifactType === emptyType || bundleTypes.includes(artifactType)
  );
}

/** `undefined` for a referrer that is something else. */
async function judgeReferrer(
  referrer: Descriptor,
  source: Source,
  keyless: KeylessJudge | undefined,
): Promise<JudgedBundle | undefined> {
  try {
    const reference = inRepository(source.reference, { digest: referrer.digest });
    const manifest = await source.client.getManifest(reference, requestOptions(source));
    return await judgeManifest(manifest, source, keyless);
  } catch (error) {
    if (!isContentFault(error)) throw error;
    return mayBeBundle(referrer.artifactType)
      ? broken(referrer.digest, `The referrer cannot be read: ${error.message}`)
      : undefined;
  }
}

async function judgeManifest(
  manifest: Manifest,
  source: Source,
  keyless: KeylessJudge | undefined,
): Promise<JudgedBundle | undefined> {
  const { config, subject, layers, annotations } = manifest.json;
  // image-spec, manifest.md: without an artifactType, the config's media type takes its place.
  const artifactType =
    manifest.json.artifactType ?? (isJsonObject(config) ? config.mediaType : undefined);
  if (typeof artifactType !== "string" || !bundleTypes.includes(artifactType)) return undefined;
  if (!isJsonObject(subject) || subject.digest !== source.question.digest) {
    return broken(manifest.digest, "The referrer's subject is another manifest");
  }
  const predicateType = isJsonObject(annotations)
    ? annotations[bundlePredicateAnnotation]
    : undefined;
  if (typeof predicateType === "string" && predicateType !== signPredicateType) {
    return { kind: "attestation", predicateType };
  }
  const layer = Array.isArray(layers) && layers.length === 1 ? parseLayer(layers[0]) : undefined;
  if (layer === undefined || !bundleTypes.includes(layer.mediaType)) {
    return broken(manifest.digest, "The referrer does not hold exactly one bundle");
  }
  const bytes = await getBundle(layer, source);
  const isLabelled = predicateType === signPredicateType;
  return judgeBundle(bytes, manifest.digest, isLabelled, source.question, keyless);
}

function getBundle(layer: ArtifactLayer, source: Source): Promise<Buffer> {
  const options = { ...requestOptions(source), maxBytes: limits.bundleBytes };
  return source.client.getSmallBlob(source.reference, layer, options);
}

function broken(digest: string, reason: string): JudgedBundle {
  return {
    kind: "signature",
    signature: unreadableSignature(format, digest, "manifest", reason),
  };
}
