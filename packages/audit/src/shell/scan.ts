// Where the parts of a shell word end. Each function returns the offset behind the part, and the
// end of the text when the part is not closed.

/** Behind the quote that closes the one at `start`. */
export function skipSingleQuotes(text: string, start: number): number {
  const end = text.indexOf("'", start + 1);
  return end === -1 ? text.length : end + 1;
}

/** Behind the `"` that closes the one at `start`. */
export function skipDoubleQuotes(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i += 1) {
    if (text[i] === "\\") i += 1;
    else if (text[i] === '"') return i + 1;
    // A quote within $(…) does not close the one outside.
    else if (text[i] === "$" && text[i + 1] === "(") i = skipParentheses(text, i + 1) - 1;
  }
  return text.length;
}

/** Behind the backtick that closes the one at `start`. */
export function skipBackticks(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i += 1) {
    if (text[i] === "\\") i += 1;
    else if (text[i] === "`") return i + 1;
  }
  return text.length;
}

/** Behind the parenthesis that closes the one at `start`; those within quotes do not count. */
export function skipParentheses(text: string, start: number): number {
  let depth = 0;
  let isInDoubleQuotes = false;
  for (let i = start; i < text.length; i += 1) {
    const char = text[i];
    if (char === "\\") i += 1;
    else if (char === '"') isInDoubleQuotes = !isInDoubleQuotes;
    else if (isInDoubleQuotes) continue;
    else if (char === "'") i = skipSingleQuotes(text, i) - 1;
    else if (char === "(") depth += 1;
    else if (char === ")") {
      depth -= 1;
      if (depth === 0) return i + 1;
    }
  }
  return text.length;
}

/** Behind the brace that closes `${` at `start`. */
export function skipBraces(text: string, start: number): number {
  let depth = 0;
  for (let i = start; i < text.length; i += 1) {
    const char = text[i];
    if (char === "\\") i += 1;
    else if (char === "{") depth += 1;
    else if (char === "}") {
      depth -= 1;
      if (depth === 0) return i + 1;
    }
  }
  return text.length;
}
