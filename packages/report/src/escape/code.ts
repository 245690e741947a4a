import { plainLine } from "./plain.ts";

/** A stretch of prose, or of what its author put between backticks. */
export interface ProsePart {
  text: string;
  isCode: boolean;
}

/**
 * One harmless line of prose, split at its backticks so that each format can show code in its own
 * way. Every part still has to be encoded for the format.
 *
 * @param limit longest line in code points
 */
export function splitCode(text: string, limit = 2_000): ProsePart[] {
  const pieces = plainLine(text, limit).split("`");
  // With an odd number of backticks the last one is only a character.
  if (pieces.length % 2 === 0) {
    const last = pieces.pop()!;
    pieces.push(`${pieces.pop()}\`${last}`);
  }
  return pieces
    .map((piece, i) => ({ text: piece, isCode: i % 2 === 1 }))
    .filter(({ text: piece }) => piece !== "");
}
