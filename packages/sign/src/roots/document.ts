import { PlimsollError } from "@plimsoll/core";
import { isJsonObject, type JsonObject, parseJsonObject } from "../encoding/json.ts";

/** Bounds on trusted roots, whoever gives them. */
export const documentLimits = {
  /** The public instance's is about 7 kB. */
  bytes: 4 * 1024 * 1024,
  /** `gh attestation trusted-root` writes two in one file. */
  documents: 16,
} as const;

/** protobuf-specs, sigstore_trustroot.proto: `…trustedroot+json;version=0.1`, `…trustedroot.v0.2+json`. */
const mediaType = "application/vnd.dev.sigstore.trustedroot";

/**
 * Reads `trusted_root.json`, or several such documents, one a line.
 *
 * @throws PlimsollError `MALFORMED` or `LIMIT_EXCEEDED`
 */
export function parseTrustedRoots(bytes: Uint8Array): readonly JsonObject[] {
  if (bytes.length > documentLimits.bytes) {
    throw new PlimsollError("LIMIT_EXCEEDED", `it is larger than ${documentLimits.bytes} bytes`);
  }
  const lines = splitLines(bytes);
  if (lines.length > documentLimits.documents) {
    throw new PlimsollError(
      "LIMIT_EXCEEDED",
      `it holds more than ${documentLimits.documents} documents`,
    );
  }
  return lines.map((line) => requireTrustedRoot(parseJsonObject(line)));
}

/** One document over several lines, or one document a line. */
function splitLines(bytes: Uint8Array): readonly Uint8Array[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = text.indexOf("\n");
  const first = end === -1 ? text : text.subarray(0, end);
  // A document over several lines never begins with a whole one.
  if (!first.toString("latin1").trimEnd().endsWith("}")) return [bytes];
  const lines: Uint8Array[] = [];
  let start = 0;
  // One more than may be, so that the caller sees that there are too many.
  while (start < text.length && lines.length <= documentLimits.documents) {
    const next = text.indexOf("\n", start);
    const stop = next === -1 ? text.length : next;
    const line = text.subarray(start, stop);
    if (line.toString("latin1").trim() !== "") lines.push(line);
    start = stop + 1;
  }
  return lines;
}

function requireTrustedRoot(document: JsonObject): JsonObject {
  if (typeof document.mediaType !== "string" || !document.mediaType.startsWith(mediaType)) {
    throw new PlimsollError("MALFORMED", "it is not a Sigstore trusted root (mediaType)");
  }
  for (const field of ["tlogs", "certificateAuthorities", "ctlogs", "timestampAuthorities"]) {
    const list = document[field] ?? [];
    if (!Array.isArray(list) || !list.every(isJsonObject)) {
      throw new PlimsollError("MALFORMED", `its ${field} are not a list of objects`);
    }
  }
  return document;
}
