/** A number of one to nine bytes, and where what follows it begins. */
export interface Varint {
  value: number;
  next: number;
}

/**
 * Reads a variable-length integer (sqlite.org/fileformat2.html, section 1.6); undefined when it
 * leads past the end or past what a double holds exactly, which no honest length or row id does.
 */
export function readVarint(bytes: Buffer, at: number): Varint | undefined {
  let value = 0;
  for (let i = 0; i < 8; i += 1) {
    const byte = bytes[at + i];
    if (byte === undefined) return undefined;
    value = value * 128 + (byte & 0x7f);
    if (value > Number.MAX_SAFE_INTEGER) return undefined;
    if (byte < 0x80) return { value, next: at + i + 1 };
  }
  return undefined;
}
