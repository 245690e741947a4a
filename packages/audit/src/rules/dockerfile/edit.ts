import type { Fix } from "@plimsoll/core";
import type { Dockerfile } from "../../dockerfile/types.ts";
import type { ShellWord } from "../../shell/types.ts";

/** A fix that puts `insertion` behind a word; without an edit where the word's exact place is not known. */
export function insertBehind(
  file: Dockerfile,
  word: ShellWord,
  insertion: string,
  description: string,
): Fix {
  const line = file.lines[word.line - 1];
  const start = word.column - 1;
  const end = start + word.raw.length;
  if (!word.isExact || line === undefined || line.slice(start, end) !== word.raw) {
    return { description };
  }
  return replaceLine(
    file,
    word.line,
    `${line.slice(0, end)}${insertion}${line.slice(end)}`,
    description,
  );
}

/** A fix that writes a word otherwise; without an edit where its exact place is not known. */
export function replaceWord(
  file: Dockerfile,
  word: ShellWord,
  replacement: string,
  description: string,
): Fix {
  const line = file.lines[word.line - 1];
  const start = word.column - 1;
  const end = start + word.raw.length;
  if (!word.isExact || line === undefined || line.slice(start, end) !== word.raw) {
    return { description };
  }
  return replaceLine(
    file,
    word.line,
    `${line.slice(0, start)}${replacement}${line.slice(end)}`,
    description,
  );
}

/** A fix that replaces one line. */
export function replaceLine(
  file: Dockerfile,
  line: number,
  replacement: string,
  description: string,
): Fix {
  const edit = { path: file.path, startLine: line, endLine: line, replacement };
  return { description, edits: [edit] };
}
