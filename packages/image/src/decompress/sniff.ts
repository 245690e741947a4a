import type { Compression } from "../image.ts";

/** How many leading bytes `sniffCompression` needs; a shorter content is not compressed. */
export const sniffBytes = 4;

/** What the bytes are, whatever their media type says: RFC 1952 2.3.1, RFC 8878 3.1. */
export function sniffCompression(start: Uint8Array): Compression {
  if (start[0] === 0x1f && start[1] === 0x8b) return "gzip";
  if (start[1] === 0xb5 && start[2] === 0x2f && start[3] === 0xfd && start[0] === 0x28)
    return "zstd";
  // A skippable frame may come first: pzstd and zstd:chunked write such.
  if (start[1] === 0x2a && start[2] === 0x4d && start[3] === 0x18 && start[0]! >> 4 === 5) {
    return "zstd";
  }
  return "none";
}
