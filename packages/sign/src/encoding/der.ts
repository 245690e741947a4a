import { PlimsollError } from "@plimsoll/core";

/** One element of DER (X.690), with its content not yet read. */
export interface DerElement {
  readonly tag: number;
  readonly content: Buffer;
  /** Tag, length and content. */
  readonly whole: Buffer;
}

export const derTag = { integer: 0x02, octetString: 0x04, oid: 0x06, sequence: 0x30 } as const;

/**
 * The elements that `bytes` hold side by side.
 *
 * @throws PlimsollError `KEY_INVALID` for anything but whole elements of definite length
 */
export function readDer(bytes: Buffer): DerElement[] {
  return [...iterateDer(bytes)];
}

/** The same, one after the other: for lists of many thousands. */
export function* iterateDer(bytes: Buffer): Generator<DerElement> {
  let at = 0;
  while (at < bytes.length) {
    const tag = bytes[at]!;
    const first = bytes[at + 1];
    // Low tag numbers and lengths of up to three bytes are all that keys and certificates have.
    if (first === undefined || (tag & 0x1f) === 0x1f || first === 0x80 || first > 0x83) throw bad();
    const lengthBytes = first < 0x80 ? 0 : first - 0x80;
    const start = at + 2 + lengthBytes;
    if (start > bytes.length) throw bad();
    const length = lengthBytes === 0 ? first : bytes.readUIntBE(at + 2, lengthBytes);
    // X.690, 10.1: the shortest length there is, so that the same content has one encoding only.
    if (lengthBytes > 0 && (length < 0x80 || length < 256 ** (lengthBytes - 1))) throw bad();
    if (start + length > bytes.length) throw bad();
    const end = start + length;
    yield { tag, content: bytes.subarray(start, end), whole: bytes.subarray(at, end) };
    at = end;
  }
}

/** The elements inside a SEQUENCE. */
export function readSequence(element: DerElement | undefined): DerElement[] {
  if (element?.tag !== derTag.sequence) throw bad();
  return readDer(element.content);
}

/** An INTEGER from 0 to 2^48 - 1; larger ones come back as `Infinity`. */
export function readUnsigned(element: DerElement | undefined): number {
  if (element?.tag !== derTag.integer || element.content.length === 0) throw bad();
  if (element.content[0]! >= 0x80) throw bad();
  const length = element.content.length;
  return length > 6 ? Number.POSITIVE_INFINITY : element.content.readUIntBE(0, length);
}

/** The content of an OBJECT IDENTIFIER in hexadecimal: enough to compare it. */
export function readOid(element: DerElement | undefined): string {
  if (element?.tag !== derTag.oid) throw bad();
  return element.content.toString("hex");
}

function bad(): PlimsollError {
  return new PlimsollError("KEY_INVALID", "The key's DER encoding is broken");
}
