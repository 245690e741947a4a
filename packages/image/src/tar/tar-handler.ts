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
  /**
   * The content asked for, right after its entry; valid only during the call. The answer is the
   * offset of the next byte of the file that `piece` shall get: `undefined` for no more.
   */
  content(entry: FileEntry, content: Buffer): number | undefined;
  /**
   * Bytes of the file from `offset` on, as many as were at hand; valid only during the call. No
   * bytes mean that the file ended early. Answers as `content` does.
   */
  piece(entry: FileEntry, bytes: Buffer, offset: number): number | undefined;
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
  fileBytes: number;
}
