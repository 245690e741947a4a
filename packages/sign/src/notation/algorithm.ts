import { constants, type KeyObject, verify } from "node:crypto";
import type { HashName } from "../x509/signed.ts";

/** How envelopes are signed; the leaf's key alone decides which it is. */
export interface NotationAlgorithm {
  /** `alg` of JWS (RFC 7518). */
  readonly jws: string;
  /** `alg` of COSE (RFC 9053). */
  readonly cose: number;
  readonly hash: HashName;
  /** Bytes of r and of s each, for ECDSA. */
  readonly coordinateBytes?: number;
}

// signature-specification.md, "Algorithm Selection".
const rsa: Readonly<Record<number, NotationAlgorithm>> = {
  2048: { jws: "PS256", cose: -37, hash: "sha256" },
  3072: { jws: "PS384", cose: -38, hash: "sha384" },
  4096: { jws: "PS512", cose: -39, hash: "sha512" },
};
const ec: Readonly<Record<string, NotationAlgorithm>> = {
  prime256v1: { jws: "ES256", cose: -7, hash: "sha256", coordinateBytes: 32 },
  secp384r1: { jws: "ES384", cose: -35, hash: "sha384", coordinateBytes: 48 },
  secp521r1: { jws: "ES512", cose: -36, hash: "sha512", coordinateBytes: 66 },
};

/** The algorithm that the key dictates; `undefined` for a key that the specification does not know. */
export function algorithmFor(key: KeyObject): NotationAlgorithm | undefined {
  const { modulusLength = 0, namedCurve = "" } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === "rsa") return rsa[modulusLength];
  return key.asymmetricKeyType === "ec" ? ec[namedCurve] : undefined;
}

/** How Node makes and checks RSA signatures here: PSS with a salt as long as the hash. */
export const pssOptions = {
  padding: constants.RSA_PKCS1_PSS_PADDING,
  saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
} as const;

/** True when the key made the signature over exactly these bytes; ECDSA as r and s side by side. */
export function isEnvelopeSignature(
  { hash, coordinateBytes }: NotationAlgorithm,
  key: KeyObject,
  bytes: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (coordinateBytes === undefined) return verify(hash, bytes, { key, ...pssOptions }, signature);
  return (
    signature.length === 2 * coordinateBytes &&
    verify(hash, bytes, { key, dsaEncoding: "ieee-p1363" }, signature)
  );
}
