import type { Compression } from "../image.ts";
import type { FileEntry } from "../inspector.ts";

/** A layer's table of contents, verified by the digest that the manifest has of it. */
export interface TableOfContents {
  compression: Exclude<Compression, "none">;
  /** In the order of the archive. */
  entries: readonly TocEntry[];
}

/** An entry of the archive as its table of contents tells it. */
export interface TocEntry {
  /** Its name, not yet normalised. */
  name: string;
  type: FileEntry["type"];
  mode: number;
  uid: number;
  gid: number;
  /** Bytes; 0 for everything but files. */
  size: number;
  linkName: string;
  xattrs: ReadonlyMap<string, Uint8Array> | undefined;
  /** The parts of a file, in order and without gaps; none of an empty one. */
  chunks: readonly Chunk[];
}

/** A part of a file that is packed for itself. */
export interface Chunk {
  /** Of its first byte in the file. */
  fileOffset: number;
  /** Bytes, unpacked. */
  size: number;
  /** Of the unpacked bytes; empty for zeros. */
  digest: string;
  /** Where it lies in the blob; `undefined` for zeros that are not stored. */
  packed: { start: number; end: number; innerOffset: number } | undefined;
}
