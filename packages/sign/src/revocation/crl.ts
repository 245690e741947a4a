import type { DerElement } from "../encoding/der.ts";
import {
  expectTag,
  explicit,
  iterate,
  malformed,
  readBitString,
  readBoolean,
  readInside,
  readIntegerHex,
  readNumber,
  readOne,
  readTime,
  tags,
} from "../x509/asn1.ts";
import type { Certificate } from "../x509/certificate.ts";
import { type Extensions, readExtensionList, readExtensions } from "../x509/extensions.ts";
import { isSignedBy, readSignedWith, type SignedWith } from "../x509/signed.ts";
import { clockSkewMs, crlReason, type RevocationStatus, unavailable } from "./status.ts";

/** A CertificateList (RFC 5280, 5.1), read and not yet verified. */
export interface Crl {
  readonly signedBytes: Buffer;
  readonly signedWith: SignedWith;
  readonly signature: Buffer;
  /** DER of the issuer's Name. */
  readonly issuer: Buffer;
  /** Milliseconds since 1970. */
  readonly thisUpdate: number;
  readonly nextUpdate: number | undefined;
  /** The entries, which are read only when they are looked through: there may be many thousands. */
  readonly entries: Buffer;
  readonly extensions: Extensions;
  /** CRL number, big-endian; and for a delta CRL the least number of its base. */
  readonly number: bigint | undefined;
  readonly baseNumber: bigint | undefined;
}

const ids = {
  number: "2.5.29.20",
  deltaIndicator: "2.5.29.27",
  issuingDistributionPoint: "2.5.29.28",
  reason: "2.5.29.21",
  invalidityDate: "2.5.29.24",
} as const;

const cRLSign = 6;

/** @throws PlimsollError `MALFORMED` */
export function parseCrl(bytes: Buffer): Crl {
  const [list, algorithm, signature, ...more] = readInside(readOne(bytes));
  if (list === undefined || algorithm === undefined || more.length > 0) {
    throw malformed("it is no CRL");
  }
  const fields = readInside(list);
  // RFC 5280, 5.1.2.1: version 2, wherever there are extensions.
  if (readNumber(fields.shift()) !== 1) throw malformed("it is no CRL of version 2");
  const [inner, issuer, thisUpdate, ...rest] = fields;
  if (!inner?.whole.equals(algorithm.whole)) throw malformed("it names two algorithms");
  const isTime = rest[0]?.tag === tags.utcTime || rest[0]?.tag === tags.generalizedTime;
  const nextUpdate = isTime ? readTime(rest.shift()) : undefined;
  const entries = rest[0]?.tag === tags.sequence ? rest.shift()!.content : Buffer.alloc(0);
  const extensions = readExtensions(rest.find(({ tag }) => tag === explicit(0)));
  return {
    signedBytes: list.whole,
    signedWith: readSignedWith(algorithm),
    signature: readBitString(signature),
    issuer: expectTag(issuer, tags.sequence).whole,
    thisUpdate: readTime(thisUpdate),
    nextUpdate,
    entries,
    extensions,
    number: readSerial(extensions, ids.number),
    baseNumber: readSerial(extensions, ids.deltaIndicator),
  };
}

function readSerial(extensions: Extensions, id: string): bigint | undefined {
  const extension = extensions.get(id);
  if (extension === undefined) return undefined;
  const hex = readIntegerHex(readOne(extension.value));
  // RFC 5280, 5.2.3: at most 20 bytes, never negative.
  if (hex.length > 42 || Number.parseInt(hex.slice(0, 2), 16) >= 0x80) {
    throw malformed("a CRL number");
  }
  return BigInt(`0x${hex}`);
}

/** Why the CRL may not be asked about certificates of this issuer, or `undefined`. */
export function findCrlFault(
  crl: Crl,
  issuer: Certificate,
  certificate: Certificate,
  now: number,
): string | undefined {
  if (!crl.issuer.equals(issuer.subject)) return "the CRL is another authority's";
  if (issuer.keyUsage !== undefined && !issuer.keyUsage.bits.has(cRLSign)) {
    return "the authority may not sign CRLs (keyUsage)";
  }
  if (!isSignedBy(issuer.publicKey, crl.signedWith, crl.signedBytes, crl.signature)) {
    return "the CRL is not signed by the authority";
  }
  if (crl.thisUpdate > now + clockSkewMs) return "the CRL is from the future";
  return findScopeFault(crl, certificate);
}

/** RFC 5280, 6.3.3: extensions that narrow what the CRL is about. */
function findScopeFault({ extensions }: Crl, certificate: Certificate): string | undefined {
  const known: readonly string[] = Object.values(ids);
  for (const [id, { isCritical }] of extensions) {
    if (isCritical && !known.includes(id)) return `the CRL has the critical extension ${id}`;
  }
  const scope = extensions.get(ids.issuingDistributionPoint);
  if (scope === undefined) return undefined;
  const isCa = certificate.basicConstraints?.isCa === true;
  for (const field of readInside(readOne(scope.value))) {
    const number = field.tag & 0x1f;
    if (number === 0) continue;
    const isSet = number === 3 || readBoolean({ ...field, tag: tags.boolean });
    const fits = (number === 1 && !isCa) || (number === 2 && isCa);
    if (isSet && !fits) return "the CRL is about other certificates, or an indirect one";
  }
  return undefined;
}

/** True when newer information must be there by now (RFC 5280, 5.1.2.5). */
export function isExpired({ nextUpdate }: Crl, now: number): boolean {
  return nextUpdate === undefined || now > nextUpdate;
}

/** What the CRL says of the certificate; `undefined` when it does not list it. */
export function findEntry(crl: Crl, certificate: Certificate): RevocationStatus | undefined {
  for (const { whole } of iterate(crl.entries)) {
    const [serial, date, extensions] = readInside(readOne(whole));
    if (readIntegerHex(serial) !== certificate.serial) continue;
    return readEntry(readTime(date), extensions);
  }
  return undefined;
}

function readEntry(revokedAt: number, element: DerElement | undefined): RevocationStatus {
  const extensions = element === undefined ? undefined : readExtensionList(element);
  for (const [id, { isCritical }] of extensions ?? []) {
    if (isCritical && id !== ids.reason) {
      return unavailable(`the CRL's entry has the critical extension ${id}`);
    }
  }
  const reason = extensions?.get(ids.reason);
  return {
    kind: "revoked",
    revokedAt,
    invalidFrom: readInvalidityDate(extensions),
    reason: reason === undefined ? undefined : readNumber(readOne(reason.value), tags.enumerated),
  };
}

/** When the key is thought to have been lost (RFC 5280, 5.3.2), in a CRL or an OCSP response. */
export function readInvalidityDate(extensions: Extensions | undefined): number | undefined {
  const extension = extensions?.get(ids.invalidityDate);
  return extension === undefined ? undefined : readTime(readOne(extension.value));
}

/** The base's answer, brought up to date by the delta where there is one. */
export function statusInCrls(
  certificate: Certificate,
  base: Crl,
  delta: Crl | undefined,
): RevocationStatus {
  const changed = delta === undefined ? undefined : findEntry(delta, certificate);
  if (changed !== undefined) {
    const isRemoved = changed.kind === "revoked" && changed.reason === crlReason.removeFromCrl;
    return isRemoved ? { kind: "good" } : changed;
  }
  return findEntry(base, certificate) ?? { kind: "good" };
}

/** Why the delta does not belong to the base (RFC 5280, 5.2.4), or `undefined`. */
export function findDeltaFault(base: Crl, delta: Crl): string | undefined {
  if (base.number === undefined || delta.number === undefined || delta.baseNumber === undefined) {
    return "the delta CRL or its base has no number";
  }
  const fits = delta.baseNumber <= base.number && delta.number >= base.number;
  return fits ? undefined : "the delta CRL belongs to another base";
}
