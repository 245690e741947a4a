import { decodeBase64, decodeBase64Url, encodeBase64 } from "../encoding/base64.ts";
import { isJsonObject, type JsonObject, parseJsonObject } from "../encoding/json.ts";
import { parseRfc3339 } from "../encoding/rfc3339.ts";
import {
  checkChainLength,
  type Envelope,
  isSignedOnly,
  malformedEnvelope,
  maxTimestampBytes,
  readAttributes,
} from "./envelope.ts";
import { headers } from "./media-types.ts";

const members = ["payload", "protected", "header", "signature"];
/** Registered parameters that must be protected, or that would name another key (RFC 7515, 4.1). */
const protectedOnly = ["alg", "crit", "cty", "typ", "b64", "jku", "jwk", "kid", "x5u", "x5t"];
/** Parameters that change what is signed, or by which key (RFC 7515, 4.1; RFC 7797). */
const refused = ["b64", "jku", "jwk", "x5u", "zip"];

/**
 * Reads a JWS in flattened JSON serialization (signature-envelope-jws.md). Compact and general
 * serialization, and anything that two readers could take for different things, is refused.
 *
 * @throws PlimsollError `MALFORMED`, `UNSUPPORTED` or `LIMIT_EXCEEDED`
 */
export function parseJws(bytes: Uint8Array): Envelope {
  const jws = parseJsonObject(bytes);
  const extra = Object.keys(jws).find((name) => !members.includes(name));
  if (extra !== undefined) throw malformedEnvelope("it is not a flattened JWS");
  const payload = readBase64Url(jws, "payload");
  const protectedBytes = readBase64Url(jws, "protected");
  const signed = parseJsonObject(protectedBytes);
  if (refused.some((name) => name in signed)) {
    throw malformedEnvelope("its protected header has a parameter that is not allowed");
  }
  if (typeof signed.alg !== "string") throw malformedEnvelope("alg is missing");
  const attributes = readAttributes({
    critical: signed.crit,
    contentType: signed.cty,
    get: (name) => (Object.hasOwn(signed, name) ? signed[name] : undefined),
    toTime: (value) => (typeof value === "string" ? parseRfc3339(value) : undefined),
  });
  const { header } = jws;
  if (!isJsonObject(header)) throw malformedEnvelope("its header is missing");
  const misplaced = Object.keys(header).find(
    (name) => Object.hasOwn(signed, name) || protectedOnly.includes(name) || isSignedOnly(name),
  );
  if (misplaced !== undefined) {
    throw malformedEnvelope("its unprotected header has what must be protected");
  }
  return {
    format: "jws",
    algorithm: signed.alg,
    payload,
    signedBytes: Buffer.from(`${String(jws.protected)}.${String(jws.payload)}`, "latin1"),
    signature: readBase64Url(jws, "signature"),
    chain: readChain(header.x5c),
    timestamp: readTimestamp(header[headers.timestamp]),
    ...attributes,
  };
}

/** The parts of a JWS that is to be signed. */
export function prepareJws(
  signed: JsonObject,
  payload: Buffer,
): { protected: string; payload: string; signedBytes: Buffer } {
  const header = Buffer.from(JSON.stringify(signed)).toString("base64url");
  const body = payload.toString("base64url");
  return { protected: header, payload: body, signedBytes: Buffer.from(`${header}.${body}`) };
}

/** The finished JWS. */
export function formatJws(
  parts: { protected: string; payload: string },
  signature: Uint8Array,
  chain: readonly Uint8Array[],
  unsigned: { agent: string; timestamp: Uint8Array | undefined },
): Buffer {
  const header = {
    ...(unsigned.timestamp !== undefined && {
      [headers.timestamp]: encodeBase64(unsigned.timestamp),
    }),
    x5c: chain.map(encodeBase64),
    [headers.agent]: unsigned.agent,
  };
  const { payload } = parts;
  return Buffer.from(
    JSON.stringify({
      payload,
      protected: parts.protected,
      header,
      signature: Buffer.from(signature).toString("base64url"),
    }),
  );
}

function readBase64Url(jws: JsonObject, name: string): Buffer {
  const value = jws[name];
  const bytes = typeof value === "string" ? decodeBase64Url(value) : undefined;
  if (bytes === undefined || bytes.length === 0) {
    throw malformedEnvelope(`its ${name} is missing or not base64url`);
  }
  return bytes;
}

function readChain(value: unknown): Buffer[] {
  if (!Array.isArray(value)) throw malformedEnvelope("x5c is missing");
  checkChainLength(value.length);
  return value.map((item: unknown) => {
    const der = typeof item === "string" ? decodeBase64(item) : undefined;
    if (der === undefined) throw malformedEnvelope("x5c holds something that is not base64");
    return der;
  });
}

function readTimestamp(value: unknown): Buffer | undefined {
  if (value === undefined) return undefined;
  const token = typeof value === "string" ? decodeBase64(value) : undefined;
  if (token === undefined || token.length > maxTimestampBytes) {
    throw malformedEnvelope("its timestamp is not base64, or too long");
  }
  return token;
}
