import { constants, verify } from "node:crypto";
import type { TufKey } from "./key.ts";

/** One signature of a document. */
export interface TufSignature {
  readonly keyId: string;
  /** In lower case: Notary compares it without regard to case. */
  readonly method: string;
  readonly bytes: Buffer;
}

/** Bytes of half an ECDSA signature, by curve. */
const halfBytes: Partial<Record<TufKey["algorithm"], number>> = {
  "ecdsa-p256": 32,
  "ecdsa-p384": 48,
  "ecdsa-p521": 66,
};

/** True when `key` made the signature over exactly these bytes by a method that fits the key. */
export function isSignedBy(signed: Buffer, signature: TufSignature, key: TufKey): boolean {
  const verifier = verifiers[signature.method];
  return verifier?.(signed, signature.bytes, key) ?? false;
}

type Verifier = (signed: Buffer, bytes: Buffer, key: TufKey) => boolean;

const verifiers: Readonly<Record<string, Verifier | undefined>> = Object.assign(
  Object.create(null),
  {
    ecdsa: isEcdsa,
    rsapss: isPss,
    "pycrypto-pkcs#1 pss": isPss,
    rsapkcs1v15: isPkcs1,
    eddsa: isEddsa,
  },
);

/** r and s side by side, each as long as the curve's order; never DER. */
function isEcdsa(signed: Buffer, bytes: Buffer, key: TufKey): boolean {
  const half = halfBytes[key.algorithm];
  if (half === undefined || bytes.length !== 2 * half) return false;
  const isZero = (part: Buffer) => part.every((byte) => byte === 0);
  if (isZero(bytes.subarray(0, half)) || isZero(bytes.subarray(half))) return false;
  return verify("sha256", signed, { key: key.keyObject, dsaEncoding: "ieee-p1363" }, bytes);
}

function isPss(signed: Buffer, bytes: Buffer, key: TufKey): boolean {
  if (key.algorithm !== "rsa") return false;
  const padding = constants.RSA_PKCS1_PSS_PADDING;
  return verify("sha256", signed, { key: key.keyObject, padding, saltLength: 32 }, bytes);
}

function isPkcs1(signed: Buffer, bytes: Buffer, key: TufKey): boolean {
  if (key.algorithm !== "rsa") return false;
  const padding = constants.RSA_PKCS1_PADDING;
  return verify("sha256", signed, { key: key.keyObject, padding }, bytes);
}

function isEddsa(signed: Buffer, bytes: Buffer, key: TufKey): boolean {
  return key.algorithm === "ed25519" && verify(null, signed, key.keyObject, bytes);
}
