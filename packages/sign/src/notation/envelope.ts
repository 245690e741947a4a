import { PlimsollError } from "@plimsoll/core";
import {
  type EnvelopeFormat,
  headers,
  payloadType,
  type SigningScheme,
  schemes,
} from "./media-types.ts";

/** What both kinds of envelope say, read and not yet verified. */
export interface Envelope extends SignedAttributes {
  readonly format: EnvelopeFormat;
  /** `alg` as the protected header has it: a name in JWS, a number in COSE. */
  readonly algorithm: string | number;
  readonly payload: Buffer;
  /** What the signature is over. */
  readonly signedBytes: Buffer;
  readonly signature: Buffer;
  /** DER, leaf first. */
  readonly chain: readonly Buffer[];
  /** RFC 3161 TimeStampToken over the signature. */
  readonly timestamp: Buffer | undefined;
}

/** Statements of the protected header; times in milliseconds since 1970. */
export interface SignedAttributes {
  readonly scheme: SigningScheme;
  /** What the signer's own clock said. */
  readonly signingTime: number | undefined;
  /** What the signing authority vouches for. */
  readonly authenticSigningTime: number | undefined;
  readonly expiry: number | undefined;
}

/** A protected header whose registered parameters have been told apart already. */
export interface ProtectedHeader {
  readonly critical: unknown;
  readonly contentType: unknown;
  /** The parameter with that name, or `undefined`. */
  readonly get: (name: string) => unknown;
  /** Reads a time in the envelope's own form; `undefined` when it is none. */
  readonly toTime: (value: unknown) => number | undefined;
}

/** Certificates in one chain; no authority has nearly so many. */
const maxChain = 10;
export const maxTimestampBytes = 64 * 1024;

/** Critical parameters that are understood. */
const understood: readonly string[] = [
  headers.scheme,
  headers.authenticSigningTime,
  headers.expiry,
];

/**
 * Reads what the protected header says (signature-specification.md, "Signed Attributes").
 *
 * @throws PlimsollError `MALFORMED`, `UNSUPPORTED`
 */
export function readAttributes(header: ProtectedHeader): SignedAttributes {
  const { get } = header;
  if (header.contentType !== payloadType) throw unsupported("its content type is another");
  const critical = readCritical(header);
  if (get(headers.plugin) !== undefined || get(headers.pluginVersion) !== undefined) {
    throw unsupported("it can be verified by a plugin of notation only");
  }
  const scheme = get(headers.scheme);
  if (scheme !== schemes.x509 && scheme !== schemes.signingAuthority) {
    throw unsupported("its signing scheme is not known");
  }
  const time = (name: string): number | undefined => {
    const value = get(name);
    if (value === undefined) return undefined;
    const at = header.toTime(value);
    if (at === undefined) throw malformedEnvelope(`${name} is not a time`);
    return at;
  };
  const attributes = {
    scheme,
    signingTime: time(headers.signingTime),
    authenticSigningTime: time(headers.authenticSigningTime),
    expiry: time(headers.expiry),
  };
  for (const name of [headers.authenticSigningTime, headers.expiry]) {
    if (get(name) !== undefined && !critical.includes(name)) {
      throw malformedEnvelope(`${name} is not marked critical`);
    }
  }
  const isAuthority = scheme === schemes.signingAuthority;
  const { signingTime, authenticSigningTime } = attributes;
  if ((authenticSigningTime !== undefined) !== isAuthority) {
    throw malformedEnvelope("the authentic signing time does not fit the signing scheme");
  }
  if ((signingTime !== undefined) === isAuthority) {
    throw malformedEnvelope("the signing time does not fit the signing scheme");
  }
  return attributes;
}

/** RFC 7515, 4.1.11: names that are there, each once, and all understood. */
function readCritical({ critical, get }: ProtectedHeader): readonly unknown[] {
  if (!Array.isArray(critical)) throw malformedEnvelope("crit is missing");
  if (new Set(critical).size !== critical.length) throw malformedEnvelope("crit names one twice");
  for (const name of critical) {
    if (name === headers.plugin || name === headers.pluginVersion) {
      throw unsupported("it can be verified by a plugin of notation only");
    }
    if (!understood.includes(name)) throw unsupported("crit names something that is not known");
    if (get(name) === undefined) throw malformedEnvelope("crit names something that is not there");
  }
  if (!critical.includes(headers.scheme)) {
    throw malformedEnvelope("the signing scheme is not marked critical");
  }
  return critical;
}

/** @throws PlimsollError `MALFORMED`, `LIMIT_EXCEEDED` */
export function checkChainLength(length: number): void {
  if (length === 0) throw malformedEnvelope("it has no certificate");
  if (length > maxChain) {
    throw new PlimsollError("LIMIT_EXCEEDED", `it has more than ${maxChain} certificates`);
  }
}

/** True for an unprotected parameter that would be believed only when it is signed. */
export function isSignedOnly(name: string): boolean {
  const isUnsigned = name === headers.timestamp || name === headers.agent;
  return name.startsWith("io.cncf.notary.") && !isUnsigned;
}

export function malformedEnvelope(why: string, cause?: unknown): PlimsollError {
  return new PlimsollError("MALFORMED", why, { cause });
}

function unsupported(why: string): PlimsollError {
  return new PlimsollError("UNSUPPORTED", why);
}
