import { PlimsollError } from "@plimsoll/core";
import { type DerElement, iterateDer } from "../encoding/der.ts";

/** Tags of X.680 as certificates, CRLs, OCSP responses and timestamps use them. */
export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Tag of a constructed element `[number]`. */
export const explicit = (number: number): number => 0xa0 + number;
/** Tag of a primitive element `[number]`. */
export const implicit = (number: number): number => 0x80 + number;

const maxOidBytes = 64;

/** One element of an ASN.1 structure; optional ones are `undefined`. */
export type Element = DerElement | undefined;

/** @throws PlimsollError `MALFORMED` when `bytes` are not whole elements in DER */
export function* iterate(bytes: Buffer): Generator<DerElement> {
  try {
    yield* iterateDer(bytes);
  } catch (cause) {
    throw malformed("an element is broken", cause);
  }
}

/** The one element that `bytes` are. */
export function readOne(bytes: Buffer): DerElement {
  const elements = readAll(bytes);
  if (elements.length !== 1) throw malformed("it is not one element");
  return elements[0]!;
}

/** The elements side by side; at most 10,000. */
export function readAll(bytes: Buffer): DerElement[] {
  const elements: DerElement[] = [];
  for (const element of iterate(bytes)) {
    if (elements.push(element) > 10_000) throw malformed("it has too many elements");
  }
  return elements;
}

/** What is inside of a constructed element with this tag. */
export function readInside(element: Element, tag: number = tags.sequence): DerElement[] {
  return readAll(expectTag(element, tag).content);
}

/** The one element inside of `[number]`. */
export function readExplicit(element: Element, number: number): DerElement {
  return readOne(expectTag(element, explicit(number)).content);
}

export function expectTag(element: Element, tag: number): DerElement {
  if (element?.tag === tag) return element;
  throw malformed(`an element with the tag ${tag} is missing`);
}

/** An OBJECT IDENTIFIER as dotted numbers. */
export function readOid(element: Element): string {
  const { content } = expectTag(element, tags.oid);
  const last = content.at(-1);
  if (last === undefined || last >= 0x80 || content.length > maxOidBytes) throw malformed("an OID");
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const byte of content) {
    // X.690, 8.19.2: no leading zeros in an arc.
    if (arc === 0n && byte === 0x80) throw malformed("an OID");
    arc = arc * 128n + BigInt(byte & 0x7f);
    if (byte < 0x80) {
      arcs.push(arc);
      arc = 0n;
    }
  }
  const [first = 0n, ...rest] = arcs;
  const top = first < 80n ? first / 40n : 2n;
  return [top, first - top * 40n, ...rest].join(".");
}

/** A BOOLEAN; DER knows 00 and FF only. */
export function readBoolean(element: Element): boolean {
  const { content } = expectTag(element, tags.boolean);
  if (content.length !== 1 || (content[0] !== 0 && content[0] !== 0xff)) {
    throw malformed("a BOOLEAN");
  }
  return content[0] === 0xff;
}

/** An INTEGER as the hexadecimal of its two's complement: enough to compare it. */
export function readIntegerHex(element: Element): string {
  const { content } = expectTag(element, tags.integer);
  const [first, second] = content;
  const isPadded =
    content.length > 1 && (first === 0 ? second! < 0x80 : first === 0xff && second! >= 0x80);
  if (first === undefined || isPadded) throw malformed("an INTEGER");
  return content.toString("hex");
}

/** An INTEGER or ENUMERATED from 0 to 2^47 - 1. */
export function readNumber(element: Element, tag: number = tags.integer): number {
  const { content } = expectTag(element, tag);
  if (content.length === 0 || content.length > 6 || content[0]! >= 0x80) {
    throw malformed("a number");
  }
  return content.readUIntBE(0, content.length);
}

/** A BIT STRING of whole bytes. */
export function readBitString(element: Element): Buffer {
  const { content } = expectTag(element, tags.bitString);
  if (content[0] !== 0) throw malformed("a BIT STRING");
  return content.subarray(1);
}

/** Which bits of a named BIT STRING are set, e.g. of keyUsage. */
export function readBits(element: Element): ReadonlySet<number> {
  const { content } = expectTag(element, tags.bitString);
  const unused = content[0];
  if (unused === undefined || unused > 7 || content.length > 9) throw malformed("a BIT STRING");
  const set = new Set<number>();
  const end = (content.length - 1) * 8 - unused;
  for (let bit = 0; bit < end; bit += 1) {
    if ((content[1 + (bit >> 3)]! & (0x80 >> (bit & 7))) !== 0) set.add(bit);
  }
  return set;
}

export function readOctets(element: Element, tag: number = tags.octetString): Buffer {
  return expectTag(element, tag).content;
}

const timePattern = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d{1,9}))?Z$/;

/** A UTCTime or GeneralizedTime in milliseconds since 1970 (RFC 5280, 4.1.2.5; RFC 3161 for fractions). */
export function readTime(element: Element): number {
  const text = element?.content.toString("latin1") ?? "";
  const isShort = element?.tag === tags.utcTime;
  if (!isShort && element?.tag !== tags.generalizedTime) throw malformed("a time is missing");
  const century = Number(text.slice(0, 2)) >= 50 ? "19" : "20";
  const match = timePattern.exec(isShort ? century + text : text);
  if (match === null || (isShort && text.length !== 13)) throw malformed("a time");
  const [, year, month, day, hour, minute, second, fraction = "0"] = match;
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const at = Date.parse(`${iso}Z`);
  // Date.parse takes the 30th of February for a day in March.
  if (Number.isNaN(at) || !new Date(at).toISOString().startsWith(iso)) throw malformed("a time");
  return at + Math.floor(Number(`0.${fraction}`) * 1000);
}

export function malformed(what: string, cause?: unknown): PlimsollError {
  return new PlimsollError("MALFORMED", `its DER encoding is broken: ${what}`, { cause });
}
