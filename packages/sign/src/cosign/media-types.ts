// Names fixed by cosign (specs/SIGNATURE_SPEC.md, specs/BUNDLE_SPEC.md), Sigstore's bundle format,
// in-toto and the OCI image specification.

export const ociManifestType = "application/vnd.oci.image.manifest.v1+json";
export const ociConfigType = "application/vnd.oci.image.config.v1+json";
export const emptyType = "application/vnd.oci.empty.v1+json";

/** A layer of the tag `sha256-<hex>.sig`. */
export const simpleSigningType = "application/vnd.dev.cosign.simplesigning.v1+json";
export const signatureAnnotation = "dev.cosignproject.cosign/signature";
export const certificateAnnotation = "dev.sigstore.cosign/certificate";
export const chainAnnotation = "dev.sigstore.cosign/chain";
export const logBundleAnnotation = "dev.sigstore.cosign/bundle";
export const timestampAnnotation = "dev.sigstore.cosign/rfc3161timestamp";

export const bundleType = "application/vnd.dev.sigstore.bundle.v0.3+json";
/** The bundle versions that are read; for a key-based signature they do not differ. */
export const bundleTypes: readonly string[] = [
  bundleType,
  "application/vnd.dev.sigstore.bundle+json;version=0.3",
  "application/vnd.dev.sigstore.bundle+json;version=0.2",
  "application/vnd.dev.sigstore.bundle+json;version=0.1",
];
/** A layer of the tag `sha256-<hex>.att`: an attestation of cosign before bundles. */
export const envelopeType = "application/vnd.dsse.envelope.v1+json";
export const predicateAnnotation = "predicateType";
/** in-toto statements in a DSSE envelope, as Docker attaches them (in-toto attestation, spec/v1/envelope.md). */
export const inTotoEnvelopeTypes = /^application\/vnd\.in-toto(?:\.[\w.-]+)?\+dsse$/;
export const inTotoPredicateAnnotation = "in-toto.io/predicate-type";
export const bundleContentAnnotation = "dev.sigstore.bundle.content";
export const bundlePredicateAnnotation = "dev.sigstore.bundle.predicateType";
export const createdAnnotation = "org.opencontainers.image.created";

/** DSSE's payloadType for an in-toto Statement. */
export const statementPayloadType = "application/vnd.in-toto+json";
export const statementTypes: readonly string[] = [
  "https://in-toto.io/Statement/v1",
  "https://in-toto.io/Statement/v0.1",
];
/** The predicate that makes a Statement a signature rather than an attestation. */
export const signPredicateType = "https://sigstore.dev/cosign/sign/v1";
