import { decode, encode, Tagged } from "cborg";
import { toBuffer } from "../encoding/base64.ts";
import {
  checkChainLength,
  type Envelope,
  isSignedOnly,
  malformedEnvelope,
  maxTimestampBytes,
  readAttributes,
} from "./envelope.ts";
import { headers } from "./media-types.ts";

/** First byte of a tagged COSE_Sign1: tag 18 (RFC 9052, section 4.2). */
const signOneTag = 0xd2;

// Labels of header parameters (RFC 9052, section 3.1; RFC 9360).
const label = { alg: 1, crit: 2, contentType: 3, x5chain: 33 } as const;
const epochTag = 1;

/** Canonical forms only: a second reading of the same bytes must not be possible. */
const strictly = {
  strict: true,
  allowIndefinite: false,
  allowUndefined: false,
  allowInfinity: false,
  allowNaN: false,
  allowBigInt: false,
  useMaps: true,
  rejectDuplicateMapKeys: true,
} as const;

/**
 * Reads a COSE_Sign1_Tagged (signature-envelope-cose.md). Untagged, detached, indefinite and
 * ambiguous encodings are refused.
 *
 * @throws PlimsollError `MALFORMED`, `UNSUPPORTED` or `LIMIT_EXCEEDED`
 */
export function parseCose(bytes: Uint8Array): Envelope {
  if (bytes[0] !== signOneTag) throw malformedEnvelope("it is not a tagged COSE_Sign1");
  const parts = decodeCbor(bytes.subarray(1));
  if (!Array.isArray(parts) || parts.length !== 4) throw malformedEnvelope("it is no COSE_Sign1");
  const [protectedBytes, unsigned, payload, signature] = parts as unknown[];
  if (!(unsigned instanceof Map)) throw malformedEnvelope("its unprotected header is missing");
  const rawHeader = readBytes(protectedBytes, "protected header");
  const signed = decodeCbor(rawHeader);
  if (!(signed instanceof Map)) throw malformedEnvelope("its protected header is no map");
  const algorithm = signed.get(label.alg);
  if (typeof algorithm !== "number") throw malformedEnvelope("alg is missing");
  const attributes = readAttributes({
    critical: signed.get(label.crit),
    contentType: signed.get(label.contentType),
    get: (name) => signed.get(name),
    toTime: readEpoch,
  });
  refuseMisplaced(signed, unsigned);
  const body = readBytes(payload, "payload");
  return {
    format: "cose",
    algorithm,
    payload: body,
    signedBytes: toSignedBytes(rawHeader, body),
    signature: readBytes(signature, "signature"),
    chain: readChain(signed.get(label.x5chain) ?? unsigned.get(label.x5chain)),
    timestamp: readTimestamp(unsigned.get(headers.timestamp)),
    ...attributes,
  };
}

/** The protected header that says these things. */
export function encodeCoseHeader(
  algorithm: number,
  contentType: string,
  critical: readonly string[],
  others: Readonly<Record<string, string | { readonly epochSeconds: number }>>,
): Buffer {
  const header = new Map<string | number, unknown>([
    [label.alg, algorithm],
    [label.crit, critical],
    [label.contentType, contentType],
  ]);
  for (const [name, value] of Object.entries(others)) {
    header.set(name, typeof value === "string" ? value : new Tagged(epochTag, value.epochSeconds));
  }
  return toBuffer(encode(header));
}

/** Sig_structure of a COSE_Sign1 (RFC 9052, section 4.4). */
export function toSignedBytes(protectedHeader: Uint8Array, payload: Uint8Array): Buffer {
  return toBuffer(encode(["Signature1", protectedHeader, new Uint8Array(0), payload]));
}

/** The finished COSE_Sign1_Tagged. */
export function formatCose(
  parts: { protected: Uint8Array; payload: Uint8Array },
  signature: Uint8Array,
  chain: readonly Uint8Array[],
  unsigned: { agent: string; timestamp: Uint8Array | undefined },
): Buffer {
  const header = new Map<string | number, unknown>([
    [label.x5chain, [...chain]],
    [headers.agent, unsigned.agent],
  ]);
  if (unsigned.timestamp !== undefined) header.set(headers.timestamp, unsigned.timestamp);
  const message = encode([parts.protected, header, parts.payload, signature]);
  return Buffer.concat([Buffer.from([signOneTag]), message]);
}

function decodeCbor(bytes: Uint8Array): unknown {
  try {
    return decode(bytes, { ...strictly, tags: { [epochTag]: Tagged.decoder(epochTag) } });
  } catch (cause) {
    // Also a RangeError: nesting without end fills the stack.
    throw malformedEnvelope("it is not strict CBOR", cause);
  }
}

function readEpoch(value: unknown): number | undefined {
  if (!(value instanceof Tagged) || !Number.isSafeInteger(value.value)) return undefined;
  const at = value.value * 1000;
  return Math.abs(at) <= 8.64e15 ? at : undefined;
}

/** The same parameter in both headers would be two statements; some must be signed. */
function refuseMisplaced(
  signed: ReadonlyMap<unknown, unknown>,
  unsigned: ReadonlyMap<unknown, unknown>,
): void {
  const mustBeSigned: readonly unknown[] = [label.alg, label.crit, label.contentType];
  for (const name of unsigned.keys()) {
    const isMisplaced =
      signed.has(name) ||
      mustBeSigned.includes(name) ||
      (typeof name === "string" && isSignedOnly(name));
    if (isMisplaced) throw malformedEnvelope("its unprotected header has what must be protected");
  }
}

function readChain(value: unknown): Buffer[] {
  if (!Array.isArray(value)) throw malformedEnvelope("x5chain is missing");
  checkChainLength(value.length);
  return value.map((item: unknown) => readBytes(item, "certificate"));
}

function readTimestamp(value: unknown): Buffer | undefined {
  if (value === undefined) return undefined;
  const token = readBytes(value, "timestamp");
  if (token.length > maxTimestampBytes) throw malformedEnvelope("its timestamp is too long");
  return token;
}

function readBytes(value: unknown, name: string): Buffer {
  if (value instanceof Uint8Array && value.length > 0) return toBuffer(value);
  throw malformedEnvelope(`its ${name} is missing`);
}
