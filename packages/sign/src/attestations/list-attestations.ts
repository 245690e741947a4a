import type { Descriptor, Manifest, Reference, RegistryClient } from "@plimsoll/registry";
import { attestationTag, isSha256, requireSha256 } from "../cosign/digest.ts";
import { type ArtifactLayer, parseLayer } from "../cosign/layer.ts";
import {
  bundlePredicateAnnotation,
  bundleTypes,
  emptyType,
  envelopeType,
  inTotoEnvelopeTypes,
  inTotoPredicateAnnotation,
  predicateAnnotation,
  statementPayloadType,
} from "../cosign/media-types.ts";
import { isJsonObject } from "../encoding/json.ts";
import type { PublicKey } from "../keys/public-key.ts";
import { limits } from "../limits.ts";
import { type ImageName, toReference } from "../reference.ts";
import { type KeylessJudge, prepareKeyless } from "../sigstore/keyless-judge.ts";
import type { SigstoreTrust } from "../sigstore/trust.ts";
import { readStored } from "../verify/read-stored.ts";
import { resolveIndex } from "../verify/resolve-index.ts";
import { inRepository, requestOptions } from "../verify/source.ts";
import type { Attestation, UnreadableAttestation } from "./attestation.ts";
import { judgeAttestation } from "./judge-attestation.ts";

export interface ListAttestationsOptions {
  client: RegistryClient;
  /** The image as it was asked for. */
  reference: ImageName;
  /** Digest of its manifest. */
  digest: string;
  /** Any of them may have signed. */
  keys: readonly PublicKey[];
  /** Who else may have signed, with short-lived certificates; default: nobody. */
  sigstore?: SigstoreTrust | undefined;
  /** Milliseconds since 1970; default: the machine's clock. */
  now?: (() => number) | undefined;
  /** Which types are wanted; others are not fetched where their label tells what they are. */
  wants(predicateType: string): boolean;
  signal?: AbortSignal | undefined;
}

/** What is attested about an image, and what could not be read of it. */
export interface Attestations {
  attestations: Attestation[];
  unreadable: UnreadableAttestation[];
  /** Digest of the index that lists the image; its attestations are among them. */
  indexDigest?: string;
}

/**
 * Lists what is attested about an image: Sigstore bundles that refer to it, and cosign's tag
 * `sha256-….att`, and DSSE envelopes that refer to it; of the index that the reference names, too. Each
 * says who signed it, if it was one who may. An attestation is no signature of the image: `verifyImage` looks for those.
 *
 * @throws PlimsollError when the registry cannot be asked, `UNSUPPORTED` for a digest that is not SHA-256,
 * `MALFORMED` or `INVALID_ARGUMENT` for a trusted root or an identity; never because of what is attached
 */
export async function listAttestations(options: ListAttestationsOptions): Promise<Attestations> {
  const reference = toReference(options.reference);
  const digest = requireSha256(options.digest);
  const indexDigest = await resolveIndex(options.client, reference, digest, options.signal);
  const keyless = await prepareKeyless(options.sigstore);
  const found: Attestations = {
    attestations: [],
    unreadable: [],
    ...(indexDigest !== undefined && { indexDigest }),
  };
  for (const subject of indexDigest === undefined ? [digest] : [digest, indexDigest]) {
    const search: Search = { options, reference, subject, keyless, found };
    for (const manifest of await holdersOf(search)) {
      for (const layer of attestationsIn(manifest, options.wants)) await judgeLayer(layer, search);
    }
  }
  return found;
}

interface Search {
  options: ListAttestationsOptions;
  reference: Reference;
  subject: string;
  keyless: KeylessJudge | undefined;
  found: Attestations;
}

/** The manifests whose layers may be attestations. */
async function holdersOf(search: Search): Promise<Manifest[]> {
  const { options, reference, subject } = search;
  const asked = inRepository(reference, { digest: subject });
  const referrers = await attempt(search, subject, () =>
    options.client.getReferrers(asked, subject, requestOptions({ signal: options.signal })),
  );
  const candidates = (referrers ?? []).filter((one) => mayHold(one, options.wants));
  const names = [
    { tag: attestationTag(subject) },
    ...[...new Set(candidates.map(({ digest }) => digest))].map((digest) => ({ digest })),
  ].slice(0, limits.signatures);
  const manifests: Manifest[] = [];
  for (const name of names) {
    const manifest = await attempt(search, "digest" in name ? name.digest : name.tag, () =>
      options.client.getManifest(
        inRepository(reference, name),
        requestOptions({ signal: options.signal }),
      ),
    );
    if (manifest) manifests.push(manifest);
  }
  return manifests;
}

/** What the list of referrers says of an entry only spares fetching it: see `discoverBundles`. */
function mayHold(
  { artifactType, annotations, digest }: Descriptor,
  wants: (predicateType: string) => boolean,
): boolean {
  if (!isSha256(digest)) return false;
  const label =
    annotations?.[bundlePredicateAnnotation] ?? annotations?.[inTotoPredicateAnnotation];
  if (typeof label === "string") return wants(label);
  return (
    artifactType === undefined ||
    artifactType === emptyType ||
    kindOf(artifactType) !== undefined ||
    artifactType === statementPayloadType
  );
}

function kindOf(mediaType: string): "bundle" | "envelope" | undefined {
  if (bundleTypes.includes(mediaType)) return "bundle";
  return mediaType === envelopeType || inTotoEnvelopeTypes.test(mediaType) ? "envelope" : undefined;
}

/** A layer that may be a wanted attestation; `isLabelled` when it says that it is one. */
interface Candidate {
  layer: ArtifactLayer;
  isLabelled: boolean;
}

function attestationsIn(
  { json }: Manifest,
  wants: (predicateType: string) => boolean,
): Candidate[] {
  const { annotations, layers } = json;
  const shared = isJsonObject(annotations) ? annotations[bundlePredicateAnnotation] : undefined;
  return (Array.isArray(layers) ? layers : [])
    .slice(0, limits.signatures)
    .flatMap((value) => parseLayer(value) ?? [])
    .filter(({ mediaType }) => kindOf(mediaType) !== undefined)
    .flatMap((layer): Candidate[] => {
      const label =
        layer.annotations[predicateAnnotation] ??
        layer.annotations[inTotoPredicateAnnotation] ??
        shared;
      if (typeof label !== "string") return [{ layer, isLabelled: false }];
      return wants(label) ? [{ layer, isLabelled: true }] : [];
    });
}

async function judgeLayer({ layer, isLabelled }: Candidate, search: Search): Promise<void> {
  const { options, reference, subject, keyless, found } = search;
  const { digest, annotations } = layer;
  const { keys, now } = options;
  if (found.attestations.some((known) => known.digest === digest)) return;
  // What cannot be read and does not say what it is may be anything.
  const faults = isLabelled ? found : { ...found, unreadable: [] };
  const judged = await attempt({ ...search, found: faults }, digest, async () => {
    const limit = {
      ...requestOptions({ signal: options.signal }),
      maxBytes: limits.bundleBytes,
    };
    const bytes = await options.client.getSmallBlob(reference, layer, limit);
    const kind = kindOf(layer.mediaType)!;
    return judgeAttestation(bytes, kind, { subject, digest, keys, now, keyless, annotations });
  });
  // A label may be wrong, the signed statement is not.
  if (judged && options.wants(judged.predicateType)) found.attestations.push(judged);
}

/** Content that somebody stored fails alone; what is not there is not there. */
function attempt<Result>(
  { found }: Search,
  digest: string,
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  return readStored(work, ({ message }) => {
    found.unreadable.push({ digest, why: message });
  });
}
