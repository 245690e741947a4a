/** Tells whether a text matches the pattern that it was made from. */
export type PathMatcher = (text: string) => boolean;

type Token =
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "star" | "any" };

/**
 * Compiles a pattern in which `*` stands for any run of characters but `/`, `**` for any run at all,
 * and every other character for itself. It covers the whole text. Matching takes time linear in the
 * text for each token of the pattern, whatever they hold.
 */
export function compilePathGlob(pattern: string): PathMatcher {
  const tokens = tokensOf(pattern);
  const first = tokens[0];
  if (tokens.length === 1 && first?.kind === "literal") return (text) => text === first.text;
  return (text) => {
    // reached[i]: the tokens so far can stand for exactly the first i characters.
    let reached = new Uint8Array(text.length + 1);
    reached[0] = 1;
    for (const token of tokens) reached = advance(token, text, reached);
    return reached[text.length] === 1;
  };
}

/** The pattern's characters that stand for themselves, piece by piece, and its wildcards between them. */
export function tokensOf(pattern: string): Token[] {
  return pattern
    .split(/(\*+)/)
    .filter((piece) => piece !== "")
    .map((piece): Token => {
      if (!piece.startsWith("*")) return { kind: "literal", text: piece };
      return { kind: piece === "*" ? "star" : "any" };
    });
}

function advance(
  token: Token,
  text: string,
  from: Uint8Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer> {
  const to = new Uint8Array(from.length);
  if (token.kind === "literal") {
    for (let at = text.indexOf(token.text); at !== -1; at = text.indexOf(token.text, at + 1)) {
      if (from[at] === 1) to[at + token.text.length] = 1;
    }
    return to;
  }
  let isOpen = false;
  for (let at = 0; at < from.length; at += 1) {
    if (at > 0 && token.kind === "star" && text[at - 1] === "/") isOpen = false;
    if (from[at] === 1) isOpen = true;
    if (isOpen) to[at] = 1;
  }
  return to;
}
