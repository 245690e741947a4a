import { type Pragma, parsePragma } from "../rule/pragma.ts";

/** Pragmas of the whole file, and of one line; further ones waive nothing. */
const maxPragmas = 100;

/**
 * Pragmas in the lines of a YAML file by the line that they apply to: their own when it holds a value, too, else
 * the next line that does.
 */
export function readPragmas(lines: readonly string[]): {
  byLine: Map<number, Pragma[]>;
  global: Pragma[];
} {
  const byLine = new Map<number, Pragma[]>();
  const global: Pragma[] = [];
  let waiting: Pragma[] = [];
  for (const [index, line] of lines.entries()) {
    const hash = /(?:^|\s)#/.exec(line);
    const comment = hash === null ? undefined : line.slice(hash.index).replace(/^\s*#/, "");
    const pragma = comment === undefined ? undefined : parsePragma(comment, index + 1);
    if (pragma?.isGlobal) global.push(pragma);
    const own = pragma === undefined || pragma.isGlobal ? [] : [pragma];
    const isCommentOnly = line.trimStart().startsWith("#");
    if (isCommentOnly) waiting.push(...own);
    else if (line.trim() === "") waiting = [];
    else {
      if (waiting.length + own.length > 0)
        byLine.set(index + 1, [...waiting, ...own].slice(0, maxPragmas));
      waiting = [];
    }
  }
  return { byLine, global: global.slice(0, maxPragmas) };
}
