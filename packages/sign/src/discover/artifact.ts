/** Something that lies beside an image and says that it is about it. Nothing of it was verified. */
export interface DiscoveredArtifact {
  readonly kind: "signature" | "attestation" | "sbom" | "other";
  /**
   * `cosign-simplesigning`, `sigstore-bundle`, `notation-jws`, `notation-cose`, `dsse`, `in-toto` (a bare
   * statement), `dct`; otherwise the media type that it has.
   */
  readonly format: string;
  /** Digest of the manifest or layer that carries it. */
  readonly digest: string;
  /** Where it was found: under a tag made of the digest, among the referrers, in the index, on a Notary server. */
  readonly foundBy: "tag" | "referrers" | "index" | "notary";
  /**
   * What it says it is signed with: a key or a certificate. `none` is not signed at all; `unknown`
   * where only verification could tell.
   */
  readonly signedWith: "key" | "certificate" | "none" | "unknown";
  /** Of an attestation, as far as it is labelled. */
  readonly predicateType?: string;
  /** The role of Docker Content Trust. */
  readonly role?: string;
  /** When it says that it was made; nobody vouches for that. */
  readonly created?: string;
}

/** A manifest, and what lies beside it. */
export interface DiscoveredSubject {
  readonly digest: string;
  /** `os/architecture[/variant]`; absent of an index, and where the index does not tell. */
  readonly platform?: string;
  readonly kind: "image" | "index" | "attestation-manifest";
  readonly artifacts: readonly DiscoveredArtifact[];
}

/** What could not be read. */
export interface DiscoveryFault {
  readonly code: string;
  readonly what: string;
  readonly why: string;
}

/** Everything that was found beside an image. */
export interface Discovery {
  /** `registry/repository@digest`: what the name stood for. */
  readonly reference: string;
  /** Always false: only `verifyImage` says who made what. */
  readonly isVerified: false;
  /** The image or index that was named, then the manifests that it lists. */
  readonly subjects: readonly DiscoveredSubject[];
  readonly faults: readonly DiscoveryFault[];
}
