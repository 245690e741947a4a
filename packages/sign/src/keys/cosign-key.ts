import { randomBytes, scrypt } from "node:crypto";
import { xsalsa20poly1305 } from "@noble/ciphers/salsa.js";
import { PlimsollError } from "@plimsoll/core";
import { decodeBase64, encodeBase64 } from "../encoding/base64.ts";
import { isJsonObject, type JsonObject, parseJsonObject } from "../encoding/json.ts";
import { formatPem } from "../encoding/pem.ts";
import { deriveMaxMemoryBytes, refuseCostlyScrypt, type ScryptCost } from "./derivation-cost.ts";

/** What cosign writes; the second one is the label of cosign 1 and of cosign 2 before 2.0.1. */
export const cosignKeyLabels = [
  "ENCRYPTED SIGSTORE PRIVATE KEY",
  "ENCRYPTED COSIGN PRIVATE KEY",
] as const;

const cost: ScryptCost = { N: 65536, r: 8, p: 1 };
const saltBytes = 32;
const nonceBytes = 24;

/**
 * Encrypts a private key as cosign does: a key from the passphrase by scrypt, then NaCl's secretbox
 * around PKCS#8.
 *
 * @returns PEM with the label `ENCRYPTED SIGSTORE PRIVATE KEY`
 */
export async function encryptCosignKey(pkcs8: Uint8Array, passphrase: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  const nonce = randomBytes(nonceBytes);
  const key = await deriveKey(passphrase, salt, cost);
  const document = {
    kdf: { name: "scrypt", params: cost, salt: encodeBase64(salt) },
    cipher: { name: "nacl/secretbox", nonce: encodeBase64(nonce) },
    ciphertext: encodeBase64(xsalsa20poly1305(key, nonce).encrypt(pkcs8)),
  };
  return formatPem(cosignKeyLabels[0], Buffer.from(JSON.stringify(document)));
}

/**
 * Decrypts the content of a cosign private key file.
 *
 * @param document the bytes inside the PEM block
 * @returns PKCS#8 in DER
 * @throws PlimsollError `KEY_INVALID`: not cosign's format, an unreasonable cost, or the wrong passphrase
 */
export async function decryptCosignKey(document: Buffer, passphrase: string): Promise<Uint8Array> {
  const { salt, params, nonce, ciphertext } = parseDocument(document);
  const key = await deriveKey(passphrase, salt, params);
  try {
    return xsalsa20poly1305(key, nonce).decrypt(ciphertext);
  } catch (cause) {
    throw new PlimsollError("KEY_INVALID", "The passphrase does not open the private key", {
      action: "Give the passphrase that the key was made with.",
      cause,
    });
  }
}

function parseDocument(document: Buffer) {
  let json: JsonObject;
  try {
    json = parseJsonObject(document);
  } catch (cause) {
    throw unreadable(cause);
  }
  const { kdf, cipher } = json;
  if (!isJsonObject(kdf) || !isJsonObject(cipher) || !isJsonObject(kdf.params)) {
    throw unreadable();
  }
  if (kdf.name !== "scrypt" || cipher.name !== "nacl/secretbox") throw unreadable();
  const { N, r, p } = kdf.params;
  if (typeof N !== "number" || typeof r !== "number" || typeof p !== "number") throw unreadable();
  refuseCostlyScrypt({ N, r, p });
  const salt = bytesOf(kdf.salt);
  const nonce = bytesOf(cipher.nonce);
  const ciphertext = bytesOf(json.ciphertext);
  if (nonce.length !== nonceBytes || ciphertext.length < 16) throw unreadable();
  return { salt, params: { N, r, p }, nonce, ciphertext };
}

function bytesOf(value: unknown): Buffer {
  const bytes = typeof value === "string" ? decodeBase64(value) : undefined;
  if (bytes === undefined) throw unreadable();
  return bytes;
}

function deriveKey(passphrase: string, salt: Uint8Array, params: ScryptCost): Promise<Uint8Array> {
  const options = { ...params, maxmem: deriveMaxMemoryBytes };
  return new Promise((resolve, reject) => {
    scrypt(passphrase, salt, 32, options, (error, key) =>
      error === null ? resolve(key) : reject(unreadable(error)),
    );
  });
}

function unreadable(cause?: unknown): PlimsollError {
  return new PlimsollError("KEY_INVALID", "The private key is not in cosign's format", {
    action: "Give the file cosign.key, as written by `cosign generate-key-pair`.",
    cause,
  });
}
