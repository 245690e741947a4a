import { createPublicKey } from "node:crypto";
import { PlimsollError } from "@plimsoll/core";
import type { X509Certificate as Certificate } from "@sigstore/core";
import type { TrustMaterial } from "@sigstore/verify";
import { decodeBase64 } from "../encoding/base64.ts";
import { isJsonObject, type JsonObject } from "../encoding/json.ts";
import type { PublicKey } from "../keys/public-key.ts";

type Parse = (der: Buffer<ArrayBuffer>) => Certificate;

/**
 * A parsed `trusted_root.json` (protobuf-specs, sigstore_trustroot.proto) as `@sigstore/verify` wants it.
 *
 * @param key ours, for signatures without a certificate
 * @throws PlimsollError `MALFORMED`
 */
export function toTrustMaterial(root: unknown, key: PublicKey, parse: Parse): TrustMaterial {
  try {
    const { certificateAuthorities, timestampAuthorities, tlogs, ctlogs } = object(root);
    return {
      certificateAuthorities: list(certificateAuthorities).map((one) => authority(one, parse)),
      timestampAuthorities: list(timestampAuthorities).map((one) => authority(one, parse)),
      tlogs: list(tlogs).map(log),
      ctlogs: list(ctlogs).map(log),
      publicKey: () => ({ publicKey: key.keyObject, validFor: () => true }),
    };
  } catch (cause) {
    throw new PlimsollError("MALFORMED", "The trusted root cannot be read", {
      action: "Give a trusted_root.json as Sigstore publishes it.",
      cause,
    });
  }
}

function authority(value: unknown, parse: Parse): TrustMaterial["certificateAuthorities"][number] {
  const { certChain, validFor } = object(value);
  const { certificates } = object(certChain);
  return {
    certChain: list(certificates).map((one) => parse(Buffer.from(bytes(object(one).rawBytes)))),
    validFor: span(validFor),
  };
}

function log(value: unknown): TrustMaterial["tlogs"][number] {
  const { baseUrl, logId, checkpointKeyId, publicKey } = object(value);
  const { rawBytes, validFor } = object(publicKey);
  return {
    baseURL: String(baseUrl),
    logID: bytes(object(checkpointKeyId ?? logId).keyId),
    publicKey: createPublicKey({ key: bytes(rawBytes), format: "der", type: "spki" }),
    validFor: span(validFor),
  };
}

function span(value: unknown): { start: Date; end: Date } {
  const { start, end } = isJsonObject(value) ? value : {};
  const time = (text: unknown, otherwise: number) =>
    new Date(typeof text === "string" ? text : otherwise);
  return { start: time(start, 0), end: time(end, 8_640_000_000_000_000) };
}

function object(value: unknown): JsonObject {
  if (isJsonObject(value)) return value;
  throw new TypeError("an object is missing");
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function bytes(value: unknown): Buffer {
  const decoded = typeof value === "string" ? decodeBase64(value) : undefined;
  if (decoded === undefined) throw new TypeError("bytes are missing");
  return decoded;
}
