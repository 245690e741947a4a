import type { ErrorCode } from "@plimsoll/core";
import type { FileEntry } from "../inspector.ts";

/** Receives what a `TarParser` reads. Whatever it throws ends the walk of the archive. */
export interface TarHandler {
  /**
   * An entry, in the archive's order. The answer is how many leading bytes of its content
   * `content` shall get: `undefined` for none and no call. `dataOffset` counts from the archive's
   * start.
   */
  entry(entry: FileEntry, dataOffset: number): number | undefined;
  /** The content asked for, right after its entry; valid only during the call. */
  content(entry: FileEntry, content: Buffer): void;
  /** An entry that is passed over. The archive goes on behind it. */
  problem(code: ErrorCode, path: string, why: string): void;
  /** Called before `bytes` of holes are filled in. */
  expand(bytes: number): void;
}

/** The bounds that a parser keeps by itself; see `WalkLimits`. */
export interface TarLimits {
  pathLength: number;
  pathDepth: number;
  extendedHeaderBytes: number;
}
