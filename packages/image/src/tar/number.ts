import { PlimsollError } from "@plimsoll/core";

/**
 * A numeric header field: octal digits between spaces and NULs, or base-256 when the first bit is
 * set (GNU tar manual, "Extensions to the archive format").
 *
 * @throws PlimsollError `MALFORMED` for anything else, and for numbers below 0 or above 2^53
 */
export function readNumber(block: Buffer, start: number, length: number, field: string): number {
  const first = block[start]!;
  if (first & 0x80) return readBase256(block, start, length, field);
  let at = start;
  let end = start + length;
  while (at < end && isPadding(block[at]!)) at += 1;
  while (end > at && isPadding(block[end - 1]!)) end -= 1;
  let value = 0;
  for (; at < end; at += 1) {
    const digit = block[at]! - 48;
    // A NUL ends the field for every reader, whatever follows it.
    if (digit === -48) break;
    if (digit < 0 || digit > 7) throw malformedNumber(field);
    value = value * 8 + digit;
  }
  return value;
}

function readBase256(block: Buffer, start: number, length: number, field: string): number {
  const first = block[start]!;
  if (first & 0x40) throw malformedNumber(field);
  let value = first & 0x3f;
  for (let i = 1; i < length; i += 1) {
    value = value * 256 + block[start + i]!;
    if (value > Number.MAX_SAFE_INTEGER) throw malformedNumber(field);
  }
  return value;
}

/**
 * Decimal digits, as in PAX records and sparse maps.
 *
 * @throws PlimsollError `MALFORMED` for anything else, and for numbers above 2^53
 */
export function readDecimal(text: string, field: string): number {
  if (!/^\d{1,16}$/.test(text)) throw malformedNumber(field);
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw malformedNumber(field);
  return value;
}

function isPadding(byte: number): boolean {
  return byte === 0 || byte === 32;
}

function malformedNumber(field: string): PlimsollError {
  return new PlimsollError("MALFORMED", `The ${field} in a tar header is not a usable number`);
}
