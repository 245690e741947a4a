/** What the first 100 bytes of a database say (sqlite.org/fileformat2.html, section 1.3). */
export interface SqliteHeader {
  pageSizeBytes: number;
  /** Bytes of a page that hold content; the rest is left to extensions. */
  usableBytes: number;
  encoding: "utf-8" | "utf-16le" | "utf-16be";
}

const magic = Buffer.from("SQLite format 3\0", "latin1");

/** Bytes of the header at the start of page 1. */
export const headerBytes = 100;

/** The header at the start of `content`; undefined when that is no SQLite database. */
export function readSqliteHeader(content: Buffer): SqliteHeader | undefined {
  if (content.length < headerBytes || !content.subarray(0, magic.length).equals(magic)) {
    return undefined;
  }
  const pageSizeBytes = pageSizeOf(content.readUInt16BE(16));
  if (pageSizeBytes === undefined) return undefined;
  const usableBytes = pageSizeBytes - content[20]!;
  // The format forbids less: the formulas for overflow pages would turn negative.
  if (usableBytes < 480) return undefined;
  const encoding = ([undefined, "utf-8", "utf-16le", "utf-16be"] as const)[
    content.readUInt32BE(56)
  ];
  return { pageSizeBytes, usableBytes, encoding: encoding ?? "utf-8" };
}

/** A page size as it is written: a power of two from 512 on, 1 for 65,536. */
export function pageSizeOf(written: number): number | undefined {
  const size = written === 1 ? 65_536 : written;
  return size >= 512 && size <= 65_536 && (size & (size - 1)) === 0 ? size : undefined;
}
