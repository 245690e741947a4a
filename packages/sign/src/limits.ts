/** Bounds on what a registry can make a verifier read. */
export const limits = {
  /** Signatures looked at for one digest in each of the two places; also referrers opened. */
  signatures: 100,
  /** A simple signing payload is a few hundred bytes, plus the signer's annotations. */
  payloadBytes: 1024 * 1024,
  /** A bundle with certificates and log entries is about ten kilobytes; attestations are larger. */
  bundleBytes: 4 * 1024 * 1024,
  /** An envelope of notation with its certificates and timestamp is about ten kilobytes. */
  envelopeBytes: 1024 * 1024,
  /** An RSA signature of 16384 bits is 2732 characters of base64. */
  signatureCharacters: 4096,
  /** Manifests of an index that are searched for the image. */
  indexEntries: 1000,
  /** Manifests of an index that are judged one by one. */
  platforms: 100,
} as const;
