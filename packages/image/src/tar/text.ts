import { isAscii, isUtf8 } from "node:buffer";

/**
 * A name in an archive. Bytes that are not UTF-8 are read as Latin-1, so that two different names
 * never become one.
 */
export function readText(bytes: Buffer): string {
  if (isAscii(bytes) || !isUtf8(bytes)) return bytes.toString("latin1");
  return bytes.toString("utf8");
}

/** A field that ends at its first NUL, or at its end. */
export function readField(block: Buffer, start: number, length: number): string {
  const limit = start + length;
  let end = start;
  let ascii = true;
  while (end < limit) {
    const byte = block[end]!;
    if (byte === 0) break;
    if (byte > 127) ascii = false;
    end += 1;
  }
  return ascii ? block.toString("latin1", start, end) : readText(block.subarray(start, end));
}
