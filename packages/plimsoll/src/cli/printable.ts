import { stripVTControlCharacters } from "node:util";

/** Messages may quote names out of an image or a registry's answer: they must not steer the terminal. */
export function printable(text: string): string {
  return stripVTControlCharacters(text).replace(/[\p{Cc}\p{Cf}]/gu, (character) =>
    character === "\n" || character === "\t" ? character : "",
  );
}

/** The same in one line: whoever makes a line of its own could make a workflow command of it. */
export function printableLine(text: string): string {
  return printable(text.replaceAll(/\s*[\r\n\u2028\u2029]\s*/g, " "));
}
