/** Tells whether a text matches the pattern that it was made from. */
export type Matcher = (text: string) => boolean;

/**
 * Compiles a pattern in which `*` stands for any run of characters (slashes included) and every
 * other character for itself.
 *
 * Matching takes time linear in the text, whatever text and pattern hold: the pieces between the
 * stars are searched left to right by Knuth, Morris and Pratt's method, and the leftmost match of
 * a piece is always as good as a later one.
 */
export function compileGlob(pattern: string): Matcher {
  const pieces = pattern.split("*");
  const head = pieces[0]!;
  if (pieces.length === 1) return (text) => text === head;
  const tail = pieces[pieces.length - 1]!;
  const middle = pieces.slice(1, -1).filter((piece) => piece !== "");
  const borders = middle.map(borderLengths);
  return (text) => {
    if (text.length < head.length + tail.length) return false;
    if (!text.startsWith(head) || !text.endsWith(tail)) return false;
    const end = text.length - tail.length;
    let position = head.length;
    for (const [i, piece] of middle.entries()) {
      position = searchPiece(text, position, end, piece, borders[i]!);
      if (position < 0) return false;
    }
    return true;
  };
}

/** Index after the first occurrence of `piece` within `text[from, end)`, or -1. */
function searchPiece(
  text: string,
  from: number,
  end: number,
  piece: string,
  borders: Uint32Array,
): number {
  let matched = 0;
  for (let i = from; i < end; i += 1) {
    while (matched > 0 && text[i] !== piece[matched]) matched = borders[matched - 1]!;
    if (text[i] === piece[matched]) matched += 1;
    if (matched === piece.length) return i + 1;
  }
  return -1;
}

/** For each prefix of `piece`: the length of its longest proper prefix that is also its suffix. */
function borderLengths(piece: string): Uint32Array {
  const borders = new Uint32Array(piece.length);
  let length = 0;
  for (let i = 1; i < piece.length; i += 1) {
    while (length > 0 && piece[i] !== piece[length]) length = borders[length - 1]!;
    if (piece[i] === piece[length]) length += 1;
    borders[i] = length;
  }
  return borders;
}
