import { type JsonObject, parseJsonObject } from "../encoding/json.ts";
import { encodeCanonicalJson } from "./canonical-json.ts";
import { bytesOf, countOf, entriesOf, listOf, malformed, objectOf, textOf } from "./json-fields.ts";
import { keyIdText, parseTufKey, type TufKey } from "./key.ts";
import { dctLimits } from "./limits.ts";
import type { TufSignature } from "./signature.ts";

/** What is the same in every document of Notary: what was signed, by whom, until when. */
export interface TufDocument {
  /** As they came. */
  readonly bytes: Buffer;
  /** The signed part as parsed; unknown fields are kept. */
  readonly json: JsonObject;
  /** What the signatures are over. */
  readonly signed: Buffer;
  readonly signatures: readonly TufSignature[];
  readonly version: number;
  /** RFC 3339, as written. */
  readonly expires: string;
}

export type TufType = "Root" | "Targets" | "Snapshot" | "Timestamp";

/** Who must sign a document. */
export interface TufRole {
  readonly keyIds: readonly string[];
  readonly threshold: number;
}

/** Length and digests of a file. */
export interface FileMeta {
  readonly length: number;
  /** Hexadecimal. */
  readonly sha256: string;
  /** Hexadecimal. */
  readonly sha512: string | undefined;
}

/**
 * Reads what every document has.
 *
 * @throws PlimsollError `MALFORMED`, also when the document is that of another role; `LIMIT_EXCEEDED`
 */
export function parseDocument(bytes: Buffer, type: TufType): TufDocument {
  const document = parseJsonObject(bytes);
  const json = objectOf(document.signed, "signed");
  if (json._type !== type) throw malformed(`its _type is not ${type}`);
  const expires = textOf(json.expires, "expires");
  if (!isTime(expires)) throw malformed("expires is not a time of RFC 3339");
  return {
    bytes,
    json,
    signed: Buffer.from(encodeCanonicalJson(json)),
    signatures: listOf(document.signatures, "signatures", dctLimits.signatures).map(parseSignature),
    version: countOf(json.version, "version", 1),
    expires,
  };
}

/** A map of keys, each under the id that it has. */
export function parseKeys(value: unknown): Map<string, TufKey> {
  return new Map(
    entriesOf(value, "keys", dctLimits.keys).map(([id, json]) => {
      const key = parseTufKey(json);
      if (keyIdText(id) !== key.id) throw malformed("a key stands under an id that is not its own");
      return [id, key];
    }),
  );
}

/** Threshold and distinct key ids of a role, all of them known. */
export function parseRole(
  value: unknown,
  name: string,
  keys: ReadonlyMap<string, TufKey>,
): TufRole {
  const json = objectOf(value, `the role ${name}`);
  const keyIds = listOf(json.keyids, "keyids", dctLimits.keys).map(keyIdText);
  if (new Set(keyIds).size !== keyIds.length) throw malformed(`${name} lists a key id twice`);
  if (keyIds.some((id) => !keys.has(id))) throw malformed(`${name} lists a key that is not there`);
  return { keyIds, threshold: countOf(json.threshold, `the threshold of ${name}`, 1) };
}

/** Length and digests; SHA-256 is needed, since files are fetched by it. */
export function parseFileMeta(value: unknown, name: string): FileMeta {
  const json = objectOf(value, name);
  const hashes = objectOf(json.hashes, `the hashes of ${name}`);
  const hex = (algorithm: "sha256" | "sha512", length: number) => {
    if (hashes[algorithm] === undefined) return undefined;
    const bytes = bytesOf(hashes[algorithm], `${algorithm} of ${name}`);
    if (bytes.length === length) return bytes.toString("hex");
    throw malformed(`${algorithm} of ${name} has not ${length} bytes`);
  };
  const sha256 = hex("sha256", 32);
  if (sha256 === undefined) throw malformed(`${name} has no SHA-256`);
  return {
    length: countOf(json.length, `the length of ${name}`, 0),
    sha256,
    sha512: hex("sha512", 64),
  };
}

function parseSignature(value: unknown): TufSignature {
  const json = objectOf(value, "a signature");
  return {
    keyId: keyIdText(json.keyid),
    method: textOf(json.method, "a signature's method").toLowerCase(),
    bytes: bytesOf(json.sig, "a signature"),
  };
}

/** RFC 3339, section 5.6, with up to nine digits of a second, as Go writes it. */
function isTime(text: string): boolean {
  const form = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;
  return form.test(text) && !Number.isNaN(Date.parse(text));
}
