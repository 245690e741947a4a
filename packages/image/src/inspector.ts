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
   */
  inspect(entry: FileEntry, content: Buffer): Fact | undefined;
}
