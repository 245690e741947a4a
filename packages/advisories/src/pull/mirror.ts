import type { NamedFile } from "../shards/index-format.ts";
import type { StoredIndex } from "../shards/read-index.ts";

/** A table of contents as a mirror has it, and a tag by which the mirror tells later that it is still the same. */
export interface MirrorIndex extends StoredIndex {
  readonly tag: string;
}

/** Where shards are published. Its methods throw `PlimsollError`; nothing they bring is verified yet. */
export interface Mirror {
  /** The address without secrets. */
  readonly name: string;
  /**
   * The table of contents; `undefined` when it is still the one of `tag`, which costs one request.
   *
   * @param tag of the one at hand
   */
  fetchIndex(tag?: string): Promise<MirrorIndex | undefined>;
  /** The bytes of a file of a shard. */
  fetchFile(named: NamedFile): Promise<Buffer>;
  close(): Promise<void>;
}

/** What mirrors need to be opened. */
export interface MirrorOptions {
  /** Hosts of registries that may be spoken to over plain HTTP. */
  insecure?: readonly string[] | undefined;
  /** Whether the table of contents is verified by a key: then it may come over plain HTTP. */
  isSigned?: boolean | undefined;
  /** How long a server may send nothing, in milliseconds; default 30 000. */
  timeoutMs?: number | undefined;
  signal?: AbortSignal | undefined;
}
