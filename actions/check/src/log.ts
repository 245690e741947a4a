import { randomUUID } from "node:crypto";

/**
 * Prints text that may come out of an image. The runner obeys lines that start with `::` or hold
 * `##[`; it is told to stop until a word that the text cannot know.
 */
export function printUntrusted(text: string): void {
  const word = randomUUID();
  const lines = text.replace(/\r\n?/g, "\n").trimEnd();
  process.stdout.write(`::stop-commands::${word}\n${lines}\n::${word}::\n`);
}
