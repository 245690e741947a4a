// Names fixed by the Notary Project (signature-specification.md, signature-envelope-*.md).

/** artifactType of a signature's manifest, or the media type of its config. */
export const notationArtifactType = "application/vnd.cncf.notary.signature";
export const payloadType = "application/vnd.cncf.notary.payload.v1+json";

/** Media type of the one layer of a signature's manifest, per kind of envelope. */
export const envelopeTypes = { jws: "application/jose+json", cose: "application/cose" } as const;
export type EnvelopeFormat = keyof typeof envelopeTypes;

/** JSON list of the chain's SHA-256 thumbprints, in lower-case hexadecimal as notation writes it. */
export const thumbprintAnnotation = "io.cncf.notary.x509chain.thumbprint#S256";

/** Header parameters of both kinds of envelope. */
export const headers = {
  scheme: "io.cncf.notary.signingScheme",
  signingTime: "io.cncf.notary.signingTime",
  authenticSigningTime: "io.cncf.notary.authenticSigningTime",
  expiry: "io.cncf.notary.expiry",
  plugin: "io.cncf.notary.verificationPlugin",
  pluginVersion: "io.cncf.notary.verificationPluginMinVersion",
  timestamp: "io.cncf.notary.timestampSignature",
  agent: "io.cncf.notary.signingAgent",
} as const;

/** Who vouches for the time: a timestamping authority, or the signing authority itself. */
export const schemes = {
  x509: "notary.x509",
  signingAuthority: "notary.x509.signingAuthority",
} as const;
export type SigningScheme = (typeof schemes)[keyof typeof schemes];
