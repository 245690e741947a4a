import { createPublicKey, type KeyObject } from "node:crypto";
import { PlimsollError } from "@plimsoll/core";
import { X509Certificate } from "@sigstore/core";
import { decodeBase64 } from "../encoding/base64.ts";
import { isJsonObject, type JsonObject } from "../encoding/json.ts";

/** From when to when something is trusted; both ends belong to it. */
export interface Validity {
  readonly start: Date;
  readonly end: Date;
}

/** A log, of what was signed or of certificates. */
export interface TrustedLog {
  readonly logID: Buffer;
  readonly baseURL: string;
  readonly publicKey: KeyObject;
  readonly validFor: Validity;
}

/** An authority for certificates, or for timestamps (whose signing certificate comes first). */
export interface TrustedAuthority {
  readonly certChain: X509Certificate[];
  readonly validFor: Validity;
}

/** What a `trusted_root.json` vouches for. */
export interface TrustedRoot {
  readonly logs: readonly TrustedLog[];
  readonly certificateLogs: readonly TrustedLog[];
  readonly certificateAuthorities: readonly TrustedAuthority[];
  readonly timestampAuthorities: readonly TrustedAuthority[];
}

/** Sigstore's public root lists about ten of each. */
const maxMembers = 100;
const endOfTime = new Date(8_640_000_000_000_000);

/**
 * Reads a parsed `trusted_root.json` (protobuf-specs, sigstore_trustroot.proto). What has no beginning of
 * its validity is not trusted, at any time.
 *
 * @throws PlimsollError `MALFORMED` or `LIMIT_EXCEEDED`
 */
export function readTrustedRoot(document: unknown): TrustedRoot {
  if (!isJsonObject(document)) throw malformed("it is not a JSON object");
  const { mediaType } = document;
  const known =
    /^application\/vnd\.dev\.sigstore\.trustedroot(?:\+json;version=0\.\d|\.v0\.\d\+json)$/;
  if (typeof mediaType !== "string" || !known.test(mediaType)) {
    throw malformed("its mediaType is not that of a trusted root");
  }
  return {
    logs: readMembers(document.tlogs, readLog),
    certificateLogs: readMembers(document.ctlogs, readLog),
    certificateAuthorities: readMembers(document.certificateAuthorities, readAuthority),
    timestampAuthorities: readMembers(document.timestampAuthorities, readAuthority),
  };
}

function readMembers<Member>(
  value: unknown,
  read: (member: JsonObject) => Member | undefined,
): Member[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw malformed("a list of it is none");
  if (value.length > maxMembers) {
    throw new PlimsollError("LIMIT_EXCEEDED", `The trusted root lists more than ${maxMembers}`);
  }
  return value.flatMap((member: unknown) => {
    if (!isJsonObject(member)) throw malformed("a member of a list is no object");
    return read(member) ?? [];
  });
}

function readLog(member: JsonObject): TrustedLog | undefined {
  const { publicKey: key, logId, checkpointKeyId, baseUrl } = member;
  if (!isJsonObject(key)) throw malformed("a log has no key");
  const validFor = readValidity(key.validFor);
  if (validFor === undefined) return undefined;
  const id = isJsonObject(checkpointKeyId) ? checkpointKeyId : logId;
  if (!isJsonObject(id)) throw malformed("a log has no id");
  const isPkcs1 = typeof key.keyDetails === "string" && key.keyDetails.startsWith("PKCS1_");
  return {
    logID: bytesOf(id.keyId),
    baseURL: typeof baseUrl === "string" ? baseUrl : "",
    publicKey: readKey(bytesOf(key.rawBytes), isPkcs1 ? "pkcs1" : "spki"),
    validFor,
  };
}

function readKey(key: Buffer, type: "pkcs1" | "spki"): KeyObject {
  try {
    return createPublicKey({ key, format: "der", type });
  } catch (cause) {
    throw malformed("a log's key cannot be read", cause);
  }
}

function readAuthority(member: JsonObject): TrustedAuthority | undefined {
  const { certChain } = member;
  const certificates = isJsonObject(certChain) ? certChain.certificates : undefined;
  if (!Array.isArray(certificates) || certificates.length === 0 || certificates.length > 10) {
    throw malformed("an authority has no chain of 1 to 10 certificates");
  }
  const validFor = readValidity(member.validFor);
  if (validFor === undefined) return undefined;
  return { certChain: certificates.map(readCertificate), validFor };
}

function readCertificate(value: unknown): X509Certificate {
  if (!isJsonObject(value)) throw malformed("a certificate is none");
  try {
    return X509Certificate.parse(bytesOf(value.rawBytes));
  } catch (cause) {
    throw malformed("a certificate cannot be read", cause);
  }
}

/** `undefined` when it has no beginning. */
function readValidity(value: unknown): Validity | undefined {
  if (!isJsonObject(value) || value.start === undefined) return undefined;
  return {
    start: readTime(value.start),
    end: value.end === undefined ? endOfTime : readTime(value.end),
  };
}

function readTime(value: unknown): Date {
  const time = new Date(typeof value === "string" ? value : Number.NaN);
  if (Number.isNaN(time.getTime())) throw malformed("a time of it is none");
  return time;
}

function bytesOf(value: unknown): Buffer<ArrayBuffer> {
  const bytes = typeof value === "string" ? decodeBase64(value) : undefined;
  if (bytes === undefined || bytes.length === 0) throw malformed("it holds broken base64");
  return Buffer.from(bytes);
}

function malformed(why: string, cause?: unknown): PlimsollError {
  return new PlimsollError("MALFORMED", `The trusted root cannot be read: ${why}`, { cause });
}
