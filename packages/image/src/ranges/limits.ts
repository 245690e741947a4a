/** Bounds of reading by ranges. What is past one of them is walked whole instead. */
export const rangeLimits = {
  /** Bytes of a table of contents as stored, and unpacked; 100,000 files take 5 and 35 MB (measured). */
  packedTocBytes: 32 << 20,
  tocBytes: 128 << 20,
  /** Bytes of one chunk as stored, and unpacked; eStargz has chunks of 4 MiB. */
  packedChunkBytes: 64 << 20,
  chunkBytes: 64 << 20,
} as const;
