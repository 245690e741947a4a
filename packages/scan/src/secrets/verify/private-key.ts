import type { Verification } from "../detector.ts";
import { entropyOf } from "../entropy.ts";

/** The DER of an Ed25519 key in PKCS #8, the shortest that there is, has 48 bytes. */
const leastBytes = 44;
/** Bits per character that base64 of a hundred random bytes surely has. */
const randomEntropy = 4.5;
const openSsh = Buffer.from("openssh-key-v1\0");
/** ASN.1 SEQUENCE, and the longest form of its length: three bytes behind this one (X.690, 8.1.3). */
const sequence = 0x30;
const longestLength = 0x83;

/**
 * RFC 7468: between its marks a private key is base64 of DER (PKCS #1, PKCS #8, SEC 1) or of
 * OpenSSH's own format; headers of RFC 1421 and line breaks written as `\n` may stand in it.
 */
export function verifyPrivateKey(body: string): Verification {
  const text = body
    .replace(/\\r|\\n|\\t|["'+,]/g, (mark) => (mark.length > 1 ? "\n" : " "))
    .replace(/^[\w-]{1,40}:.{0,200}$/gm, "");
  const packed = text.replace(/[\s\\]/g, "");
  if (!/^[A-Za-z0-9+/]{40,}={0,2}/.test(packed)) return "invalid";
  const bytes = Buffer.from(packed, "base64");
  if (bytes.length < leastBytes) return "invalid";
  if (bytes.subarray(0, openSsh.length).equals(openSsh)) return "verified";
  if (bytes[0] === sequence && bytes[1]! <= longestLength) return "verified";
  // Made up, or of a format of its own.
  return entropyOf(packed) >= randomEntropy ? "doubtful" : "invalid";
}

/** A key whose body is not DER: that of PGP (RFC 9580) and of PuTTY. */
export function verifyArmour(body: string): Verification {
  const lines = body.replace(/\\n/g, "\n").split("\n");
  const data = lines.filter((line) => /^[A-Za-z0-9+/=]{40,80}\s?$/.test(line.trim()));
  return data.length >= 2 ? "verified" : "invalid";
}
