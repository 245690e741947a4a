import type { Manifest } from "@plimsoll/registry";
import { attestationTag, sbomTag, signatureTag } from "../cosign/digest.ts";
import { type ArtifactLayer, parseLayer } from "../cosign/layer.ts";
import {
  certificateAnnotation,
  predicateAnnotation,
  simpleSigningType,
} from "../cosign/media-types.ts";
import { limits } from "../limits.ts";
import { shorten } from "../verify/check.ts";
import type { DiscoveredArtifact } from "./artifact.ts";
import { fetchManifest, type Search } from "./search.ts";

/** What cosign keeps under tags made of the digest: `.sig`, `.att`, `.sbom`; each layer is one thing. */
export async function listTagged(search: Search, digest: string): Promise<DiscoveredArtifact[]> {
  const [signatures, attestations, sboms] = await Promise.all([
    fetchManifest(search, { tag: signatureTag(digest) }),
    fetchManifest(search, { tag: attestationTag(digest) }),
    fetchManifest(search, { tag: sbomTag(digest) }),
  ]);
  return [
    ...layersOf(search, signatures).map(toSignature),
    ...layersOf(search, attestations).map(toAttestation),
    ...layersOf(search, sboms).map(
      (layer): DiscoveredArtifact => ({ ...common(layer), kind: "sbom", signedWith: "none" }),
    ),
  ];
}

function layersOf(search: Search, manifest: Manifest | undefined): ArtifactLayer[] {
  if (manifest === undefined) return [];
  const { layers } = manifest.json;
  const all: unknown[] = Array.isArray(layers) ? layers : [];
  if (all.length > limits.signatures) {
    const why = `${all.length - limits.signatures} of its layers were not looked at`;
    search.faults.push({ code: "LIMIT_EXCEEDED", what: manifest.digest, why });
  }
  return all.slice(0, limits.signatures).flatMap((layer) => parseLayer(layer) ?? []);
}

function common({ digest, mediaType }: ArtifactLayer) {
  return { format: shorten(mediaType, 200), digest, foundBy: "tag" as const };
}

function toSignature(layer: ArtifactLayer): DiscoveredArtifact {
  if (layer.mediaType !== simpleSigningType) {
    return { ...common(layer), kind: "other", signedWith: "unknown" };
  }
  const isKeyless = layer.annotations[certificateAnnotation] !== undefined;
  return {
    ...common(layer),
    kind: "signature",
    format: "cosign-simplesigning",
    signedWith: isKeyless ? "certificate" : "key",
  };
}

function toAttestation(layer: ArtifactLayer): DiscoveredArtifact {
  const label = layer.annotations[predicateAnnotation];
  const isKeyless = layer.annotations[certificateAnnotation] !== undefined;
  return {
    ...common(layer),
    kind: "attestation",
    format: "dsse",
    signedWith: isKeyless ? "certificate" : "key",
    ...(typeof label === "string" && { predicateType: shorten(label, 200) }),
  };
}
