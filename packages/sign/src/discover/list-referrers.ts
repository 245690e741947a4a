import type { Descriptor, Manifest } from "@plimsoll/registry";
import { parseBundle } from "../cosign/bundle.ts";
import { isSha256 } from "../cosign/digest.ts";
import { type ArtifactLayer, parseLayer } from "../cosign/layer.ts";
import {
  bundlePredicateAnnotation,
  bundleTypes,
  createdAnnotation,
  envelopeType,
  inTotoEnvelopeTypes,
  inTotoPredicateAnnotation,
  signPredicateType,
  statementPayloadType,
} from "../cosign/media-types.ts";
import { parseStatement } from "../cosign/statement.ts";
import { isJsonObject, type JsonObject } from "../encoding/json.ts";
import { limits } from "../limits.ts";
import { shorten } from "../verify/check.ts";
import { inRepository, requestOptions } from "../verify/source.ts";
import type { DiscoveredArtifact } from "./artifact.ts";
import { attempt, fetchManifest, type Search } from "./search.ts";

const notationType = "application/vnd.cncf.notary.signature";
const notationFormats: Readonly<Record<string, string>> = {
  "application/jose+json": "notation-jws",
  "application/cose": "notation-cose",
};

/**
 * What refers to the manifest, by the referrers API or its tag. Each is opened and speaks for itself:
 * what the list says about it is not believed.
 */
export async function listReferrers(search: Search, digest: string): Promise<DiscoveredArtifact[]> {
  const asked = inRepository(search.reference, { digest });
  const listed = await attempt(search, `referrers of ${digest}`, () =>
    search.client.getReferrers(asked, digest, requestOptions(search)),
  );
  const distinct = new Map<string, Descriptor>();
  for (const one of listed ?? []) if (isSha256(one.digest)) distinct.set(one.digest, one);
  const candidates = [...distinct.keys()];
  if (candidates.length > limits.signatures) {
    const why = `${candidates.length - limits.signatures} referrers were not opened`;
    search.faults.push({ code: "LIMIT_EXCEEDED", what: digest, why });
  }
  const found: DiscoveredArtifact[] = [];
  for (const candidate of candidates.slice(0, limits.signatures)) {
    const manifest = await fetchManifest(search, { digest: candidate });
    if (manifest !== undefined) found.push(...(await describeReferrer(search, manifest, digest)));
  }
  return found;
}

async function describeReferrer(
  search: Search,
  manifest: Manifest,
  subjectDigest: string,
): Promise<DiscoveredArtifact[]> {
  const { subject, config, annotations: own, layers } = manifest.json;
  if (!isJsonObject(subject) || subject.digest !== subjectDigest) {
    const why = "It is listed as a referrer, and its subject is another manifest";
    search.faults.push({ code: "MALFORMED", what: manifest.digest, why });
    return [];
  }
  const annotations = isJsonObject(own) ? own : {};
  const type = manifest.json.artifactType ?? (isJsonObject(config) ? config.mediaType : undefined);
  const artifactType = typeof type === "string" ? type : "unknown";
  const created = annotations[createdAnnotation];
  const common = {
    digest: manifest.digest,
    foundBy: "referrers" as const,
    ...(typeof created === "string" && { created: shorten(created, 40) }),
  };
  const parsed = (Array.isArray(layers) ? layers : [])
    .slice(0, limits.signatures)
    .flatMap((layer: unknown) => parseLayer(layer) ?? []);
  const [first] = parsed;
  if (bundleTypes.includes(artifactType) && first !== undefined) {
    return [{ ...common, ...(await describeBundle(search, first, annotations)) }];
  }
  if (artifactType === notationType) {
    const format = notationFormats[first?.mediaType ?? ""] ?? notationType;
    return [{ ...common, kind: "signature", format, signedWith: "certificate" }];
  }
  const statements = parsed.flatMap((layer) => describeStatement(layer, annotations));
  if (statements.length > 0) return statements.map((one) => ({ ...common, ...one }));
  return [{ ...common, kind: "other", format: shorten(artifactType, 200), signedWith: "unknown" }];
}

type Description = Pick<DiscoveredArtifact, "kind" | "format" | "signedWith" | "predicateType">;

/** The bundle itself is read: whether it is a signature, only its statement says. */
async function describeBundle(
  search: Search,
  layer: ArtifactLayer,
  annotations: JsonObject,
): Promise<Description> {
  const read = await attempt(search, layer.digest, async () => {
    const options = { ...requestOptions(search), maxBytes: limits.bundleBytes };
    const bundle = parseBundle(await search.client.getSmallBlob(search.reference, layer, options));
    return { bundle, statement: parseStatement(bundle.payload) };
  });
  const label = annotations[bundlePredicateAnnotation];
  const type = read?.statement.predicateType ?? (typeof label === "string" ? label : undefined);
  const format = "sigstore-bundle";
  const signedWith =
    read === undefined
      ? "unknown"
      : read.bundle.material.kind === "certificate"
        ? "certificate"
        : "key";
  if (type === undefined) return { kind: "other", format, signedWith };
  return type === signPredicateType
    ? { kind: "signature", format, signedWith }
    : { kind: "attestation", format, signedWith, predicateType: shorten(type, 200) };
}

/** A layer that holds an in-toto statement, in a DSSE envelope or bare; bare ones nobody signed. */
export function describeStatement(
  { mediaType, annotations: own }: ArtifactLayer,
  annotations: JsonObject = {},
): Description[] {
  const isEnvelope = mediaType === envelopeType || inTotoEnvelopeTypes.test(mediaType);
  if (!isEnvelope && mediaType !== statementPayloadType) return [];
  const label = own[inTotoPredicateAnnotation] ?? annotations[inTotoPredicateAnnotation];
  return [
    {
      kind: "attestation",
      format: isEnvelope ? "dsse" : "in-toto",
      signedWith: isEnvelope ? "unknown" : "none",
      ...(typeof label === "string" && { predicateType: shorten(label, 200) }),
    },
  ];
}
