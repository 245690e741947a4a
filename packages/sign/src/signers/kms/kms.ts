import { createHash } from "node:crypto";
import { PlimsollError } from "@plimsoll/core";
import { decodeBase64 } from "../../encoding/base64.ts";
import { badAnswer } from "../../http/request.ts";
import { type DigestName, isSignatureOver, type KeyAlgorithm } from "../../keys/algorithm.ts";
import { loadPublicKey, type PublicKey } from "../../keys/public-key.ts";
import type { Signer } from "../signer.ts";

export interface KmsOptions {
  /** Where credentials and addresses are read from; default: the process's. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds since 1970; default: the machine's clock. */
  readonly now?: (() => number) | undefined;
}

/** The options with everything filled in. */
export interface KmsContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal | undefined;
  readonly now: () => number;
}

/** Which digest a key management service signs with a key of each kind. */
const digestNames: Readonly<Partial<Record<KeyAlgorithm, DigestName>>> = {
  "ecdsa-p256": "sha256",
  "ecdsa-p384": "sha384",
  "ecdsa-p521": "sha512",
  rsa: "sha256",
};

/** @throws PlimsollError `UNSUPPORTED` for a key that signs no digests (Ed25519) */
export function kmsDigestOf({ algorithm }: PublicKey, service: string): DigestName {
  const name = digestNames[algorithm];
  if (name !== undefined) return name;
  throw new PlimsollError("UNSUPPORTED", `${service} keys of the kind ${algorithm} are not used`, {
    action: "Use a key of ECDSA or RSA.",
  });
}

/** A signer around a service that signs; each signature is checked before it is given out. */
export function kmsSigner(
  publicKey: PublicKey,
  service: string,
  signBytes: (bytes: Uint8Array, signal: AbortSignal | undefined) => Promise<Buffer>,
): Signer {
  return {
    publicKey,
    async sign(bytes, signal) {
      const signature = await signBytes(bytes, signal);
      const { algorithm, keyObject } = publicKey;
      if (isSignatureOver(algorithm, keyObject, bytes, signature)) return signature;
      throw new PlimsollError("SIGNATURE_INVALID", `What ${service} signed does not verify`, {
        action: "Check that the key's versions were not exchanged while it was used.",
      });
    },
  };
}

export function digestOf(bytes: Uint8Array, name: DigestName): Buffer {
  return createHash(name).update(bytes).digest();
}

/** @throws PlimsollError `KEY_INVALID`, `SERVER_ERROR` */
export function publicKeyFromPem(pem: unknown, service: string): PublicKey {
  if (typeof pem !== "string") throw badAnswer(service, "it gives no public key");
  return loadPublicKey(pem);
}

/** @throws PlimsollError `SERVER_ERROR` */
export function requireBase64(value: unknown, service: string, what: string): Buffer {
  const bytes = typeof value === "string" ? decodeBase64(value) : undefined;
  if (bytes === undefined || bytes.length === 0) throw badAnswer(service, `it gives no ${what}`);
  return bytes;
}

/** @throws PlimsollError `UNAUTHORIZED` that names the variables that may bring credentials */
export function missingCredentials(service: string, action: string): PlimsollError {
  return new PlimsollError("UNAUTHORIZED", `There are no credentials for ${service}`, { action });
}
