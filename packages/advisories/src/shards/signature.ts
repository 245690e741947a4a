import {
  createPublicKey,
  type KeyObject,
  sign as signBytes,
  verify as verifyBytes,
} from "node:crypto";
import { PlimsollError } from "@plimsoll/core";

/** A signature in base64 is far shorter. */
const maxSignature = 4096;

/**
 * Signs the bytes of a table of contents; the text is what `index.json.sig` holds.
 *
 * @throws PlimsollError `KEY_INVALID` for a kind of key that is not supported
 */
export function signIndex(bytes: Uint8Array, key: KeyObject): string {
  return `${signBytes(algorithmOf(key), bytes, key).toString("base64")}\n`;
}

/**
 * Verifies a detached signature over a table of contents: Ed25519, or ECDSA on P-256 with SHA-256.
 *
 * @throws PlimsollError `KEY_INVALID` when the key cannot be used, `SIGNATURE_INVALID` when the
 * signature is missing or does not hold
 */
export function verifyIndex(
  bytes: Uint8Array,
  signature: string | undefined,
  publicKey: string,
  subject: string,
): void {
  const key = loadKey(publicKey);
  if (signature === undefined || signature.trim() === "") {
    throw new PlimsollError("SIGNATURE_INVALID", "The advisories are not signed", {
      subject,
      action: "Take them from a publisher who signs, or configure no `advisories.key`.",
    });
  }
  const value = Buffer.from(signature.slice(0, maxSignature), "base64");
  if (holds(key, bytes, value)) return;
  throw new PlimsollError("SIGNATURE_INVALID", "The signature of the advisories does not hold", {
    subject,
    action: "Check `advisories.key`; if it is the publisher's, the data were changed on the way.",
  });
}

function holds(key: KeyObject, bytes: Uint8Array, signature: Buffer): boolean {
  try {
    return verifyBytes(algorithmOf(key), bytes, key, signature);
  } catch (error) {
    if (error instanceof PlimsollError) throw error;
    return false;
  }
}

function loadKey(pem: string): KeyObject {
  try {
    return createPublicKey(pem);
  } catch (cause) {
    throw new PlimsollError("KEY_INVALID", "The key of the advisories is no public key in PEM", {
      action: "Give the publisher's public key: -----BEGIN PUBLIC KEY-----",
      cause,
    });
  }
}

/** Digest for the kind of key; Ed25519 has its own (RFC 8032). */
function algorithmOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): string | null {
  if (asymmetricKeyType === "ed25519") return null;
  if (asymmetricKeyType === "ec" && asymmetricKeyDetails?.namedCurve === "prime256v1") {
    return "sha256";
  }
  throw new PlimsollError("KEY_INVALID", "Advisories are signed with Ed25519 or ECDSA P-256", {
    action: "Make such a key with `plimsoll sign --generate-key PREFIX`.",
  });
}
