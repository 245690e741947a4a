import type { Fix, FixTier } from "@plimsoll/core";
import { replaceAt } from "../../advice/change-base.ts";
import { removeLines } from "../../advice/remove-lines.ts";
import type { Dockerfile, Instruction } from "../../dockerfile/types.ts";
import type { ShellCommand, ShellWord } from "../../shell/types.ts";
import type { Position } from "../../text/position.ts";

/** A fix that puts `insertion` behind a word; without an edit where the word's exact place is not known. */
export function insertBehind(
  file: Dockerfile,
  word: ShellWord,
  insertion: string,
  description: string,
): Fix {
  if (!word.isExact) return { description };
  return replaceText(file, word, word.raw, `${word.raw}${insertion}`, description);
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
  tier?: FixTier,
): Fix {
  const edit = { path: file.path, startLine: line, endLine: line, replacement };
  return { description, ...(tier && { tier }), edits: [edit] };
}

/** A fix that replaces a text within its line; without an edit where the text does not stand at `at`. */
export function replaceText(
  file: Dockerfile,
  at: Position,
  text: string,
  replacement: string,
  description: string,
  tier?: FixTier,
): Fix {
  const edit = replaceAt(file, at, text, replacement);
  return edit === undefined
    ? { description }
    : { description, ...(tier && { tier }), edits: [edit] };
}

/**
 * A fix that takes words, and the spaces before each, out of their line; without an edit where one
 * stands alone in its line, or is not exactly there.
 */
export function removeWords(
  file: Dockerfile,
  words: readonly (Position & { readonly raw: string })[],
  description: string,
  tier?: FixTier,
): Fix {
  const [first] = words;
  let text = file.lines[(first?.line ?? 0) - 1];
  if (first === undefined || text === undefined) return { description };
  for (const { line, column, raw } of [...words].reverse()) {
    const start = column - 1;
    const before = text.slice(0, start);
    if (line !== first.line || text.slice(start, start + raw.length) !== raw) {
      return { description };
    }
    const after = text.slice(start + raw.length);
    if (before.trim() !== "") text = before.trimEnd() + after;
    else if (/^\s+[^\s\\`]/.test(after)) text = before + after.trimStart();
    else return { description };
  }
  return replaceLine(file, first.line, text, description, tier);
}

/** A fix that takes an instruction out of the file; without an edit where comments stand within it. */
export function removeInstruction(
  file: Dockerfile,
  { keyword, startLine, startColumn, endLine }: Instruction,
  description: string,
  tier?: FixTier,
): Fix {
  const own = file.lines.slice(startLine - 1, endLine);
  const start = own[0]?.slice(0, startColumn - 1 + keyword.length) ?? "";
  const isWhole = start.trim().toUpperCase() === keyword;
  if (!isWhole || own.some((line) => line.trimStart().startsWith("#"))) return { description };
  return {
    description,
    ...(tier && { tier }),
    edits: [removeLines(file, startLine, endLine)],
  };
}

/**
 * A fix that writes `text` at the end of an instruction; without an edit for here-documents, the exec
 * form, and commands that go on (`;`, `&`, `|`).
 */
export function appendTo(
  file: Dockerfile,
  { endLine, endColumn, exec, heredocs }: Instruction,
  text: string,
  description: string,
  tier?: FixTier,
): Fix {
  const line = file.lines[endLine - 1] ?? "";
  const written = line.slice(0, endColumn - 1);
  const goesOn = /[;&|\\`({]\s*$/.test(written) || written.trim() === "";
  if (exec !== undefined || heredocs.length > 0 || goesOn) return { description };
  const replacement = `${written}${text}${line.slice(endColumn - 1)}`;
  return replaceLine(file, endLine, replacement, description, tier);
}

/**
 * A fix that takes a command out of a list of commands joined by `&&`; without an edit where it stands alone,
 * or takes more than one line.
 */
export function removeCommand(
  file: Dockerfile,
  { line, column, args, wrappers, assignments }: ShellCommand,
  description: string,
  tier?: FixTier,
): Fix {
  const text = file.lines[line - 1] ?? "";
  const last = args.at(-1);
  const isPlain = wrappers.length + assignments.length === 0;
  if (last === undefined || !isPlain || args.some((word) => !word.isExact || word.line !== line)) {
    return { description };
  }
  const before = text.slice(0, column - 1);
  const after = text.slice(last.column - 1 + last.raw.length);
  if (before.trim() === "&&" && after.trim() === file.escapeCharacter) {
    return { description, ...(tier && { tier }), edits: [removeLines(file, line, line)] };
  }
  const joined = /^\s*&&\s*/.exec(after);
  if (joined !== null) {
    return replaceLine(file, line, before + after.slice(joined[0].length), description, tier);
  }
  const head = before.trimEnd();
  if (!head.endsWith("&&")) return { description };
  return replaceLine(file, line, head.slice(0, -2).trimEnd() + after, description, tier);
}
