/** Bounds on what a feed may make us read; real feeds stay well below. */
export const feedLimits = {
  /** Bytes of a download. */
  downloadBytes: 4 * 1024 ** 3,
  /** Bytes of one record. */
  recordBytes: 16 * 1024 ** 2,
  /** Bytes of a `.json` file, which is parsed as a whole. */
  jsonBytes: 256 * 1024 ** 2,
  /** Bytes of a YAML file, which takes many times as long to parse as JSON. */
  yamlBytes: 8 * 1024 ** 2,
  /** Bytes that one compressed file may grow to. */
  inflatedBytes: 16 * 1024 ** 3,
  /** Files in a folder, entries in an archive. */
  files: 1_000_000,
  /** Depth of nested folders. */
  depth: 16,
  /** Milliseconds without a byte before a download is given up. */
  stallMs: 30_000,
} as const;
export type FeedLimits = { readonly [Limit in keyof typeof feedLimits]: number };
