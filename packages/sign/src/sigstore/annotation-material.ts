import { isPlimsollError, PlimsollError } from "@plimsoll/core";
import {
  certificateAnnotation,
  logBundleAnnotation,
  timestampAnnotation,
} from "../cosign/media-types.ts";
import { decodeBase64 } from "../encoding/base64.ts";
import { isJsonObject, type JsonObject, parseJsonObject } from "../encoding/json.ts";
import { parsePem } from "../encoding/pem.ts";
import type { SignedMaterial, TransparencyLogEntry } from "./material.ts";

/**
 * Reads what cosign puts beside a classic signature (cosign, specs/SIGNATURE_SPEC.md). The chain that
 * comes along is not read: who vouches for the certificate is for the trusted root to say.
 *
 * @throws PlimsollError `MALFORMED` or `LIMIT_EXCEEDED`
 */
export function readAnnotationMaterial(
  annotations: JsonObject,
): Omit<SignedMaterial, "content" | "signature"> {
  const log = readDocument(annotations, logBundleAnnotation);
  const timestamp = readDocument(annotations, timestampAnnotation);
  return {
    certificate: readCertificate(annotations[certificateAnnotation]),
    entries: log === undefined ? [] : [readEntry(log)],
    timestamps:
      timestamp === undefined
        ? []
        : [bytesOf(timestamp.SignedRFC3161Timestamp, "its timestamp is not base64")],
  };
}

function readDocument(annotations: JsonObject, name: string): JsonObject | undefined {
  const text = annotations[name];
  if (text === undefined || text === "") return undefined;
  if (typeof text !== "string") throw malformed(`the annotation ${name} is no text`);
  return parseJsonObject(Buffer.from(text));
}

function readCertificate(text: unknown): Buffer {
  try {
    const { label, bytes } = parsePem(typeof text === "string" ? text : "");
    if (label === "CERTIFICATE") return bytes;
  } catch (error) {
    if (!isPlimsollError(error)) throw error;
  }
  throw malformed(`the annotation ${certificateAnnotation} is not one certificate in PEM`);
}

/** An entry as Rekor 1 answers it, with its promise and without a proof. */
function readEntry({
  SignedEntryTimestamp: promise,
  Payload: payload,
}: JsonObject): TransparencyLogEntry {
  if (!isJsonObject(payload)) throw malformed("its log entry has no payload");
  const { body, integratedTime, logIndex, logID } = payload;
  const canonicalizedBody = bytesOf(body, "its log entry has no body in base64");
  if (typeof logID !== "string" || !/^(?:[0-9a-f]{2})+$/.test(logID)) {
    throw malformed("its log entry does not name its log in hexadecimal");
  }
  const { kind, apiVersion } = parseJsonObject(canonicalizedBody);
  return {
    logIndex: toInteger(logIndex),
    logId: { keyId: Buffer.from(logID, "hex") },
    kindVersion: { kind: String(kind), version: String(apiVersion) },
    integratedTime: toInteger(integratedTime),
    inclusionPromise: {
      signedEntryTimestamp: bytesOf(promise, "its log entry has no promise in base64"),
    },
    inclusionProof: undefined,
    canonicalizedBody,
  };
}

function toInteger(value: unknown): string {
  if (!Number.isSafeInteger(value)) throw malformed("a number of its log entry is none");
  return String(value);
}

function bytesOf(value: unknown, fault: string): Buffer {
  const bytes = typeof value === "string" ? decodeBase64(value) : undefined;
  if (bytes === undefined || bytes.length === 0) throw malformed(fault);
  return bytes;
}

function malformed(message: string): PlimsollError {
  return new PlimsollError("MALFORMED", message);
}
