/** Bounds of reading by ranges. What is past one of them is walked whole instead. */
export const rangeLimits = {
  /** Bytes of a table of contents as stored, and unpacked; 11,252 entries take 0.5 and 3.5 MB (measured). */
  packedTocBytes: 32 << 20,
  tocBytes: 64 << 20,
  /** Values in a table of contents; an entry has about 13, and each takes memory of its own. */
  tocValues: 4_000_000,
  /** Bytes of one chunk that is wanted, as stored and unpacked; eStargz has chunks of 4 MiB. */
  packedChunkBytes: 32 << 20,
  chunkBytes: 64 << 20,
} as const;
