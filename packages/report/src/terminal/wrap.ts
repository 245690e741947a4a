import { displayWidth } from "../escape/terminal.ts";

/**
 * Breaks a line at spaces so that it fits `width` columns; a word that is longer is broken where
 * it must be. Every line after the first starts with `indent` spaces.
 *
 * @param text without control characters
 * @param first columns already taken on the first line
 */
export function wrapLine(text: string, width: number, indent = 0, first = indent): string[] {
  const room = Math.max(width, indent + 16);
  const lines: string[] = [];
  let line = "";
  let used = first;
  const feed = () => {
    lines.push(lines.length === 0 ? line : " ".repeat(indent) + line);
    line = "";
    used = indent;
  };
  for (const word of text.split(" ")) {
    const wordWidth = displayWidth(word);
    if (line !== "" && used + 1 + wordWidth > room) feed();
    if (line !== "") {
      line += " ";
      used += 1;
    }
    if (used + wordWidth <= room) {
      line += word;
      used += wordWidth;
      continue;
    }
    for (const character of word) {
      const characterWidth = displayWidth(character);
      if (used + characterWidth > room && line !== "") feed();
      line += character;
      used += characterWidth;
    }
  }
  feed();
  return lines;
}

/** Like `wrapLine`, with the first line after `lead` and the others below its text. */
export function hangLine(lead: string, text: string, width: number): string[] {
  const indent = displayWidth(lead);
  return wrapLine(text, width, indent).map((line, i) => (i === 0 ? lead + line : line));
}
