import { constants, createHash, type KeyObject, sign } from "node:crypto";
import { PlimsollError } from "@plimsoll/core";
import { encodeBase64 } from "../../encoding/base64.ts";
import type { JsonObject } from "../../encoding/json.ts";
import { encodeCanonicalJson } from "../canonical-json.ts";
import type { TufRole } from "../document.ts";
import type { TufKey } from "../key.ts";
import type { DctKeys } from "../keys/key-folder.ts";

/** A private key, and the id that the metadata has for it. */
export interface DocumentSigner {
  readonly id: string;
  readonly privateKey: KeyObject;
}

const yearMs = 365 * 24 * 60 * 60 * 1000;

/** How long documents hold, as Notary's client has it. */
const lifeMs = { Root: 10 * yearMs, Targets: 3 * yearMs, Snapshot: 3 * yearMs } as const;

/**
 * RFC 3339, when a new document of the kind expires. Whole seconds: the server writes times anew
 * without trailing zeros of a fraction, and lists the digest of that.
 */
export function expiryOf(type: keyof typeof lifeMs, nowMs: number): string {
  return new Date(nowMs + lifeMs[type]).toISOString().replace(/\.\d+Z$/, "Z");
}

/**
 * Signs a document and writes it in the one form that Notary's server keeps as it is: it lists the
 * digest of what it would write itself, so that any other order of keys would be another file.
 */
export function composeDocument(signed: JsonObject, signers: readonly DocumentSigner[]): Buffer {
  const canonical = encodeCanonicalJson(signed);
  const signatures = signers.map(({ id, privateKey }) => {
    const { method, bytes } = signWith(privateKey, Buffer.from(canonical));
    return `{"keyid":"${id}","method":"${method}","sig":"${encodeBase64(bytes)}"}`;
  });
  return Buffer.from(`{"signed":${canonical},"signatures":[${signatures.join(",")}]}`);
}

/** What a snapshot says of a document. */
export function composeFileMeta(bytes: Uint8Array): JsonObject {
  const digest = (algorithm: string) => createHash(algorithm).update(bytes).digest("base64");
  return { hashes: { sha256: digest("sha256"), sha512: digest("sha512") }, length: bytes.length };
}

/** The private keys at hand for a role; may be fewer than it needs. */
export async function findSigners(
  role: TufRole,
  known: ReadonlyMap<string, TufKey>,
  keys: DctKeys,
): Promise<DocumentSigner[]> {
  const entries = new Set((await keys.list()).map(({ id }) => id));
  const signers: DocumentSigner[] = [];
  for (const id of role.keyIds) {
    const canonicalId = known.get(id)?.canonicalId;
    if (canonicalId === undefined || !entries.has(canonicalId)) continue;
    const privateKey = await keys.open(canonicalId);
    if (privateKey !== undefined) signers.push({ id, privateKey });
  }
  return signers;
}

/** @throws PlimsollError `KEY_INVALID` when fewer private keys are at hand than the role needs */
export async function requireOwnSigners(
  name: string,
  role: TufRole,
  known: ReadonlyMap<string, TufKey>,
  keys: DctKeys,
): Promise<DocumentSigner[]> {
  const signers = await findSigners(role, known, keys);
  if (signers.length >= role.threshold) return signers;
  const ids = role.keyIds.map((id) => known.get(id)?.canonicalId ?? id);
  throw new PlimsollError("KEY_INVALID", `The private key for ${name} is not at hand`, {
    subject: ids.join(", "),
    action: "Put the file of one of these keys into the folder of keys.",
  });
}

function signWith(key: KeyObject, bytes: Buffer): { method: string; bytes: Buffer } {
  if (key.asymmetricKeyType === "ed25519")
    return { method: "eddsa", bytes: sign(null, bytes, key) };
  if (key.asymmetricKeyType === "rsa") {
    const padding = constants.RSA_PKCS1_PSS_PADDING;
    return { method: "rsapss", bytes: sign("sha256", bytes, { key, padding, saltLength: 32 }) };
  }
  return { method: "ecdsa", bytes: sign("sha256", bytes, { key, dsaEncoding: "ieee-p1363" }) };
}
