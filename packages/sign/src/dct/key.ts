import { createHash, createPublicKey, type KeyObject, type X509Certificate } from "node:crypto";
import { encodeBase64 } from "../encoding/base64.ts";
import type { JsonObject } from "../encoding/json.ts";
import { describeKey, type KeyAlgorithm } from "../keys/algorithm.ts";
import { encodeCanonicalJson } from "./canonical-json.ts";
import { parseCertificates } from "./certificate.ts";
import { bytesOf, malformed, objectOf, textOf } from "./json-fields.ts";

const keyTypes = ["ecdsa", "ecdsa-x509", "rsa", "rsa-x509", "ed25519"] as const;
export type TufKeyType = (typeof keyTypes)[number];

/** A key of Notary's metadata. */
export interface TufKey {
  /** Hex SHA-256 of the key as it stands in the metadata. */
  readonly id: string;
  /** The id of the same key without a certificate: what key files are named by. */
  readonly canonicalId: string;
  readonly type: TufKeyType;
  readonly algorithm: KeyAlgorithm;
  readonly keyObject: KeyObject;
  /** Leaf first; empty for a bare key. */
  readonly certificates: readonly X509Certificate[];
}

// SubjectPublicKeyInfo of Ed25519 up to the 32 bytes of the key (RFC 8410, section 4).
const ed25519Prefix = Buffer.from("302a300506032b6570032100", "hex");

/** A key as the metadata writes it: with the field for a private half, which is always `null`. */
export function encodeKey(type: TufKeyType, bytes: Uint8Array): JsonObject {
  return { keytype: type, keyval: { private: null, public: encodeBase64(bytes) } };
}

/** Hex SHA-256 of the key's canonical form. */
export function keyIdOf(key: JsonObject): string {
  return createHash("sha256").update(encodeCanonicalJson(key)).digest("hex");
}

/**
 * Reads a key.
 *
 * @throws PlimsollError `MALFORMED` for another type, for bytes that are none of its type, and for
 * keys that are too weak
 */
export function parseTufKey(value: unknown): TufKey {
  const json = objectOf(value, "a key");
  const type = keyTypes.find((each) => each === json.keytype);
  if (type === undefined) throw malformed("a key is of an unknown type");
  const bytes = bytesOf(objectOf(json.keyval, "a key's value").public, "a public key");
  const certificates = type.endsWith("-x509") ? parseCertificates(bytes) : [];
  const keyObject = readPublicKey(type, bytes, certificates[0]);
  const described = describeKey(keyObject);
  if ("fault" in described) throw malformed(`a key is ${described.fault}`);
  const kind = described.algorithm.replace(/^ecdsa-.*/, "ecdsa");
  if (kind !== type.replace("-x509", "")) throw malformed("a key is not of the type that it says");
  return {
    id: keyIdOf(encodeKey(type, bytes)),
    canonicalId: canonicalIdOf(keyObject),
    type,
    algorithm: described.algorithm,
    keyObject,
    certificates,
  };
}

/** The id of a key without its certificate. */
export function canonicalIdOf(publicKey: KeyObject): string {
  return keyIdOf(encodeBareKey(publicKey));
}

/** A public key as the metadata writes it without a certificate. */
export function encodeBareKey(publicKey: KeyObject): JsonObject {
  const spki = publicKey.export({ format: "der", type: "spki" });
  if (publicKey.asymmetricKeyType === "ed25519") {
    return encodeKey("ed25519", spki.subarray(ed25519Prefix.length));
  }
  return encodeKey(publicKey.asymmetricKeyType === "rsa" ? "rsa" : "ecdsa", spki);
}

/** True when `id` names the key in either form. */
export function isNamedBy(key: TufKey, id: string): boolean {
  return id === key.id || id === key.canonicalId;
}

/** The id that a map or a list of a document has for a key. */
export function keyIdText(value: unknown): string {
  const id = textOf(value, "a key id");
  if (!/^[0-9a-f]{64}$/.test(id)) throw malformed("a key id is not 64 hexadecimal digits");
  return id;
}

function readPublicKey(
  type: TufKeyType,
  bytes: Buffer,
  certificate: X509Certificate | undefined,
): KeyObject {
  const isEd25519 = type === "ed25519";
  if (isEd25519 && bytes.length !== 32) throw malformed("an Ed25519 key has not 32 bytes");
  const key = isEd25519 ? Buffer.concat([ed25519Prefix, bytes]) : bytes;
  try {
    return certificate?.publicKey ?? createPublicKey({ key, format: "der", type: "spki" });
  } catch {
    throw malformed("a public key cannot be read");
  }
}
