/** A word as it stands in an instruction's text. */
export interface RawWord {
  /** As written, with quotes. */
  readonly text: string;
  /** Offset in the instruction's text. */
  readonly offset: number;
}

/** Splits at white space that is neither quoted nor escaped. */
export function splitWords(text: string, start: number, escapeCharacter: string): RawWord[] {
  const words: RawWord[] = [];
  let i = start;
  while (i < text.length) {
    if (isSpace(text[i]!)) {
      i += 1;
      continue;
    }
    const end = wordEnd(text, i, escapeCharacter);
    words.push({ text: text.slice(i, end), offset: i });
    i = end;
  }
  return words;
}

function wordEnd(text: string, start: number, escapeCharacter: string): number {
  let quote = "";
  for (let i = start; i < text.length; i += 1) {
    const char = text[i]!;
    if (char === escapeCharacter && quote !== "'") i += 1;
    else if (char === quote) quote = "";
    else if (quote === "" && (char === '"' || char === "'")) quote = char;
    else if (quote === "" && isSpace(char)) return i;
  }
  return text.length;
}

function isSpace(char: string): boolean {
  return (
    char === " " ||
    char === "\t" ||
    char === "\r" ||
    char === "\n" ||
    char === "\v" ||
    char === "\f"
  );
}
