import { readVarint } from "./varint.ts";

/** A value of a row; numbers that need more than six bytes, and floating point, are left out. */
export type Column = { kind: "null" | "other" } | { kind: "integer"; value: number } | Bytes;

interface Bytes {
  kind: "text" | "blob";
  bytes: Buffer;
}

const integerSizes = [0, 1, 2, 3, 4, 6];

/**
 * The first `most` columns of a row (sqlite.org/fileformat2.html, section 2.1). Undefined when the
 * row does not hold what it declares. Bytes are views, not copies.
 */
export function readRecord(payload: Buffer, most: number): Column[] | undefined {
  const types = readColumnTypes(payload, most);
  if (types === undefined) return undefined;
  const columns: Column[] = [];
  let valueAt = types.valuesAt;
  for (const type of types.types) {
    const size = sizeOf(type);
    if (valueAt + size > payload.length) return undefined;
    columns.push(columnOf(type, payload.subarray(valueAt, valueAt + size)));
    valueAt += size;
  }
  return columns;
}

/** The first `most` serial types of a row, which its beginning tells without the values. */
export function readColumnTypes(
  payload: Buffer,
  most: number,
): { types: number[]; valuesAt: number } | undefined {
  const header = readVarint(payload, 0);
  if (header === undefined || header.value > payload.length) return undefined;
  const types: number[] = [];
  for (let at = header.next; at < header.value && types.length < most; ) {
    const type = readVarint(payload, at);
    if (type === undefined || type.next > header.value) return undefined;
    types.push(type.value);
    at = type.next;
  }
  return { types, valuesAt: header.value };
}

function sizeOf(type: number): number {
  if (type >= 12) return Math.floor((type - 12) / 2);
  if (type === 6 || type === 7) return 8;
  return integerSizes[type] ?? 0;
}

function columnOf(type: number, bytes: Buffer): Column {
  if (type === 0) return { kind: "null" };
  if (type >= 12) return { kind: type % 2 === 0 ? "blob" : "text", bytes };
  if (type === 8 || type === 9) return { kind: "integer", value: type - 8 };
  if (type >= 1 && type <= 5) return { kind: "integer", value: bytes.readIntBE(0, bytes.length) };
  return { kind: "other" };
}
