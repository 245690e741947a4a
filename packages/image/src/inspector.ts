/** What the walk knows of a file before its content. */
export interface FileEntry {
  /** Path from the image's root without a leading slash, normalised: no `.`, no `..`, no empty part. */
  readonly path: string;
  readonly type: "file" | "hardlink" | "symlink" | "directory" | "character" | "block" | "fifo";
  /** Permission bits with setuid, setgid and sticky: `mode & 0o7777`. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Bytes; 0 for everything but files. */
  readonly size: number;
  /** Target of a symlink as stored, or of a hard link as a normalised path. */
  readonly linkTarget?: string;
  /** Extended attributes, e.g. `security.capability`; only present when the entry has some. */
  readonly xattrs?: ReadonlyMap<string, Uint8Array>;
}

/**
 * Turns files into facts while a layer is walked. It is a plain module without state: worker
 * threads load it by itself, and its facts are cached under its `id` and `version`.
 */
export interface Inspector<Fact = unknown> {
  /** Stable and unique among the inspectors of a walk, e.g. `dpkg`. */
  readonly id: string;
  /** Raised whenever the facts for the same file change. */
  readonly version: number;
  /**
   * How many leading bytes of the file it wants: `undefined` when it is not interested, 0 for the
   * entry alone, `Infinity` for all of it (bounded by the walk). Called for every entry of every
   * layer: it must be fast and must not allocate.
   *
   * A hard link gets the facts of the file that it leads to. An inspector that was not shown that
   * file is asked about the link twice: as the link, and as a file of its name (with a presumed
   * size), so that looking at `type` is safe.
   */
  wants(entry: FileEntry): number | undefined;
  /**
   * The fact about one wanted file, or `undefined` for none. It must be JSON. `content` is the
   * leading bytes asked for, valid only during the call. Throwing reports the file as incomplete
   * and goes on.
   *
   * For more of a large file than its beginning it is a generator, which asks for ranges.
   */
  inspect(entry: FileEntry, content: Buffer): Fact | undefined | FactReader<Fact>;
}

/** Bytes of a file that a `FactReader` asks for. */
export interface FileRange {
  /** Bytes from the start of the file. */
  readonly offset: number;
  /** Bytes that it needs at once, bounded by the walk; fewer come only at the file's end. */
  readonly least: number;
  /** Bytes that it takes when more are at hand; default: `least`. */
  readonly most?: number;
}

/**
 * Reads a file by ranges: what it yields is what it wants next, what it gets is valid until it
 * yields again. Ranges in the order of the file cost nothing but what they read. In a compressed
 * layer one that has gone by costs a second look at the layer: ask so only in rare cases.
 */
export type FactReader<Fact = unknown> = Generator<FileRange, Fact | undefined, Buffer>;
