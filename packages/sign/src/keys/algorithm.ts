import { type KeyObject, sign, verify } from "node:crypto";

/** The kinds of key that sign images. */
export type KeyAlgorithm = "ecdsa-p256" | "ecdsa-p384" | "ecdsa-p521" | "rsa" | "ed25519";

/** A digest that signatures are made over, as Node names it. */
export type DigestName = "sha256" | "sha384" | "sha512";

const curves: Readonly<Record<string, KeyAlgorithm>> = {
  prime256v1: "ecdsa-p256",
  secp384r1: "ecdsa-p384",
  secp521r1: "ecdsa-p521",
};

/**
 * Digests that a signature by each kind of key may be made over. cosign signs with SHA-256, except
 * that cosign 3 takes the digest that fits the curve when it signs with P-384 and P-521. Ed25519
 * has its own digest (`null` for Node).
 */
const digests: Readonly<Record<KeyAlgorithm, readonly (DigestName | null)[]>> = {
  "ecdsa-p256": ["sha256"],
  "ecdsa-p384": ["sha256", "sha384"],
  "ecdsa-p521": ["sha256", "sha512"],
  rsa: ["sha256"],
  ed25519: [null],
};

// NIST SP 800-131A: shorter RSA keys are disallowed. OpenSSL refuses to verify with longer ones.
const minRsaBits = 2048;
const maxRsaBits = 16384;

/** The algorithm of a key, or why it cannot be used. */
export function describeKey(key: KeyObject): { algorithm: KeyAlgorithm } | { fault: string } {
  const details = key.asymmetricKeyDetails;
  if (key.asymmetricKeyType === "ed25519") return { algorithm: "ed25519" };
  if (key.asymmetricKeyType === "rsa") {
    const bits = details?.modulusLength ?? 0;
    if (bits >= minRsaBits && bits <= maxRsaBits) return { algorithm: "rsa" };
    return { fault: `an RSA key of ${bits} bits; ${minRsaBits} to ${maxRsaBits} are accepted` };
  }
  if (key.asymmetricKeyType === "ec") {
    const algorithm = curves[details?.namedCurve ?? ""];
    if (algorithm !== undefined) return { algorithm };
    return { fault: `an ECDSA key on the curve ${details?.namedCurve ?? "(unnamed)"}` };
  }
  return { fault: `a key of the type ${key.asymmetricKeyType ?? "(unknown)"}` };
}

/** Signs as cosign's `verify` expects by default: SHA-256, and DER for ECDSA. */
export function signBytes(algorithm: KeyAlgorithm, key: KeyObject, bytes: Uint8Array): Buffer {
  return sign(digests[algorithm][0] ?? null, bytes, key);
}

/** True when `signature` is one over exactly these bytes by this key. */
export function isSignatureOver(
  algorithm: KeyAlgorithm,
  key: KeyObject,
  bytes: Uint8Array,
  signature: Uint8Array,
): boolean {
  return digests[algorithm].some((digest) => verify(digest, bytes, key, signature));
}

/**
 * Which digest `signature` was made over: `null` for Ed25519, which has its own; `undefined` when the
 * key did not make it over these bytes.
 */
export function digestNameOf(
  algorithm: KeyAlgorithm,
  key: KeyObject,
  bytes: Uint8Array,
  signature: Uint8Array,
): DigestName | null | undefined {
  return digests[algorithm].find((digest) => verify(digest, bytes, key, signature));
}
