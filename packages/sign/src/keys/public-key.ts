import { createHash, createPublicKey, type KeyObject } from "node:crypto";
import { PlimsollError } from "@plimsoll/core";
import { parsePem } from "../encoding/pem.ts";
import { describeKey, type KeyAlgorithm } from "./algorithm.ts";

/** A key that signatures are checked with. */
export interface PublicKey {
  /** Hex SHA-256 of the key's SubjectPublicKeyInfo in DER. */
  readonly keyId: string;
  readonly algorithm: KeyAlgorithm;
  readonly keyObject: KeyObject;
}

/**
 * Reads a public key: ECDSA on P-256, P-384 or P-521, RSA of 2048 bits or more, or Ed25519, as
 * SubjectPublicKeyInfo in PEM (`-----BEGIN PUBLIC KEY-----`).
 *
 * @throws PlimsollError `KEY_INVALID` for anything else
 */
export function loadPublicKey(pem: string): PublicKey {
  const { label, bytes } = parsePem(pem);
  if (label !== "PUBLIC KEY") {
    throw new PlimsollError("KEY_INVALID", `A public key is needed, not a "${label}"`, {
      action: label.endsWith("PRIVATE KEY")
        ? "Give the public half (cosign.pub); keep the private key to yourself."
        : 'Give a file that begins with "-----BEGIN PUBLIC KEY-----".',
    });
  }
  try {
    return describePublicKey(createPublicKey({ key: bytes, format: "der", type: "spki" }));
  } catch (error) {
    if (error instanceof PlimsollError) throw error;
    throw new PlimsollError("KEY_INVALID", "The public key cannot be read", { cause: error });
  }
}

/** @throws PlimsollError `KEY_INVALID` when the key is of a kind that is not accepted */
export function describePublicKey(keyObject: KeyObject): PublicKey {
  const described = describeKey(keyObject);
  if ("fault" in described) {
    throw new PlimsollError("KEY_INVALID", `The key is ${described.fault}`, {
      action: "Use ECDSA (P-256, P-384, P-521), RSA of 2048 bits or more, or Ed25519.",
    });
  }
  const spki = keyObject.export({ format: "der", type: "spki" });
  const keyId = createHash("sha256").update(spki).digest("hex");
  return { keyId, algorithm: described.algorithm, keyObject };
}
