/** A place in a text file. */
export interface Position {
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1, in UTF-16 units. */
  readonly column: number;
  /** The file, where it is another than the one that is judged. */
  readonly path?: string;
}

/** The place of a thing, without the thing. */
export function positionOf({ line, column, path }: Position): Position {
  return path === undefined ? { line, column } : { line, column, path };
}

/** Says where the text from `offset` on stood in the file; it holds until the next segment. */
export interface Segment extends Position {
  /** Offset in a text that was put together from several lines. */
  readonly offset: number;
}

/** Position in the file of `offset` in a text made of `segments` (ascending, the first at offset 0). */
export function locate(segments: readonly Segment[], offset: number): Position {
  let low = 0;
  let high = segments.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (segments[middle]!.offset <= offset) low = middle;
    else high = middle - 1;
  }
  const segment = segments[low];
  if (segment === undefined) return { line: 1, column: 1 };
  return { line: segment.line, column: segment.column + offset - segment.offset };
}
