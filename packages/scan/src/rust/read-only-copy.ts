import type { FileRange } from "@plimsoll/image";
import type { ElfHead, ElfPart } from "../elf/head.ts";

/** Where Rust's standard library says that its own source lies; it is in nearly every Rust program. */
const rustMark = "/rustc/";
const copyLimit = 8 * 1024 * 1024;

/** A copy of the first part of what a program only reads, where constants lie. */
export interface ReadOnlyCopy {
  parts: { offset: number; bytes: Buffer }[];
  isRust: boolean;
}

/**
 * Copies the parts that are neither written nor executed, up to 8 MB: what they hold is told by the
 * file's end, when they have gone by. A linker that separates them from the code is the rule; where
 * it did not, the code is copied with them.
 */
export function* copyReadOnly(
  { segments }: ElfHead,
  fileBytes: number,
): Generator<FileRange, ReadOnlyCopy, Buffer> {
  const loaded = segments.filter(({ kind, isWritable }) => kind === "load" && !isWritable);
  const constants = loaded.filter(({ isExecutable }) => !isExecutable);
  const copy: ReadOnlyCopy = { parts: [], isRust: false };
  let rest = copyLimit;
  for (const { offset, size } of constants.length > 0 ? constants : loaded) {
    const length = Math.min(size, rest, fileBytes - offset);
    if (length <= 0) continue;
    const bytes = Buffer.allocUnsafeSlow(length);
    let filled = 0;
    while (filled < length) {
      const most = length - filled;
      const piece = yield { offset: offset + filled, least: 1, most };
      if (piece.length === 0) break;
      // A mark across the edge of two pieces is not the only one: there are hundreds.
      copy.isRust ||= piece.includes(rustMark, 0, "latin1");
      filled += piece.copy(bytes, filled);
    }
    copy.parts.push({ offset, bytes: bytes.subarray(0, filled) });
    rest -= filled;
  }
  return copy;
}

/** Gives the memory back at once: left to the garbage collector, the copies of many programs add up. */
export function releaseCopy({ parts }: ReadOnlyCopy): void {
  for (const { bytes } of parts) (bytes.buffer as ArrayBuffer).transfer(0);
}

/** A part of the file, where the copy has all of it. */
export function findCopied(copy: ReadOnlyCopy, { offset, size }: ElfPart): Buffer | undefined {
  for (const part of copy.parts) {
    const at = offset - part.offset;
    if (at >= 0 && at + size <= part.bytes.length) return part.bytes.subarray(at, at + size);
  }
  return undefined;
}
