import type { FileRange } from "@plimsoll/image";

/**
 * Offsets in the file at which `needle` stands within a part of it, one after the other as the file
 * goes by, until `accept` takes one; `undefined` when it takes none.
 */
export function* findBytes(
  needle: Buffer,
  part: { offset: number; size: number },
  accept: (offset: number) => boolean = () => true,
): Generator<FileRange, number | undefined, Buffer> {
  const overlap = needle.length - 1;
  const end = part.offset + part.size;
  let tail = Buffer.alloc(0);
  for (let at = part.offset; at < end; ) {
    const bytes = yield { offset: at, least: 1, most: end - at };
    if (bytes.length === 0) return undefined;
    // What lies across the edge of two pieces, then what lies within the second.
    const edge = Buffer.concat([tail, bytes.subarray(0, overlap)]);
    const found =
      search(edge, needle, at - tail.length, accept) ?? search(bytes, needle, at, accept);
    if (found !== undefined) return found;
    tail = Buffer.concat([tail, bytes.subarray(-overlap)]).subarray(-overlap);
    at += bytes.length;
  }
  return undefined;
}

function search(
  bytes: Buffer,
  needle: Buffer,
  start: number,
  accept: (offset: number) => boolean,
): number | undefined {
  for (let at = bytes.indexOf(needle); at !== -1; at = bytes.indexOf(needle, at + 1)) {
    if (accept(start + at)) return start + at;
  }
  return undefined;
}
