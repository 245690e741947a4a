import type { FileEntry } from "../inspector.ts";

/** One entry to write. Only its path is needed: the default is an empty file of root. */
export interface TarEntry {
  /** Written as it stands: also absolute, with `..`, or ending in a slash. */
  path: string;
  /** Default `file`. */
  type?: FileEntry["type"];
  /** Default 0o755 for directories, 0o777 for symbolic links, 0o644 for the rest. */
  mode?: number;
  uid?: number;
  gid?: number;
  content?: string | Uint8Array;
  linkTarget?: string;
  xattrs?: Readonly<Record<string, string | Uint8Array>>;
  /** Seconds since 1970; default 0, so that equal entries make equal archives. */
  mtime?: number;
}
