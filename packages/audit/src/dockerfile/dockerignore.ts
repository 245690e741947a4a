/** A line of `.dockerignore`. */
export interface IgnorePattern {
  /** True for `!pattern`: what it matches is part of the context after all. */
  readonly isException: boolean;
  /** The parts of the path between slashes. */
  readonly parts: readonly string[];
}

const maxPatterns = 2_000;
/** UTF-16 units; longer ones match nothing that is written in a Dockerfile. */
const maxLength = 1_000;

/**
 * Reads a `.dockerignore`
 * (https://docs.docker.com/build/concepts/context/#dockerignore-files): one pattern a line, `#` at
 * its beginning for comments, `!` for exceptions.
 */
export function parseDockerignore(text: string): IgnorePattern[] {
  const lines = text.replace(/^\uFEFF/, "").split("\n", maxPatterns);
  return lines.flatMap((raw) => {
    const line = raw.trim();
    if (line === "" || line.startsWith("#") || line.length > maxLength) return [];
    const isException = line.startsWith("!");
    const parts = toParts(line.slice(isException ? 1 : 0).trim());
    return parts.length === 0 ? [] : [{ isException, parts }];
  });
}

/** True when the builder never sees `path`: the last pattern that matches it, or a folder above it, decides. */
export function isIgnored(patterns: readonly IgnorePattern[], path: string): boolean {
  const parts = toParts(path.slice(0, maxLength));
  if (parts.length === 0) return false;
  let ignored = false;
  for (const { isException, parts: pattern } of patterns) {
    if (isException === ignored && matchesAbove(pattern, parts)) ignored = !isException;
  }
  return ignored;
}

function toParts(path: string): string[] {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return parts;
}

/**
 * True when the pattern matches the path or a folder that holds it. Which prefixes of the path each
 * prefix of the pattern matches is kept in one row, so time is the product of the lengths.
 */
function matchesAbove(pattern: readonly string[], path: readonly string[]): boolean {
  let row = path.map(() => false);
  row.unshift(true);
  for (const part of pattern) {
    const next = row.map(() => false);
    for (let i = 0; i < row.length; i += 1) {
      if (part === "**") next[i] = row[i]! || (i > 0 && next[i - 1]!);
      else if (i > 0) next[i] = row[i - 1]! && matchesPart(part, path[i - 1]!);
    }
    row = next;
  }
  return row.some((isMatch, length) => isMatch && length > 0);
}

/** `*`, `?` and `[…]` within one part of a path, as Go's filepath.Match has them. */
function matchesPart(pattern: string, name: string): boolean {
  let row = [true, ...Array.from(name, () => false)];
  for (let i = 0; i < pattern.length; i += 1) {
    const char = pattern[i]!;
    const next = row.map(() => false);
    if (char === "*") {
      for (let j = 0; j < row.length; j += 1) next[j] = row[j]! || (j > 0 && next[j - 1]!);
    } else {
      const [matches, end] = readOne(pattern, i);
      for (let j = 1; j < row.length; j += 1) next[j] = row[j - 1]! && matches(name[j - 1]!);
      i = end;
    }
    row = next;
  }
  return row.at(-1)!;
}

/** What one place of a pattern matches, and the offset of its last character. */
function readOne(pattern: string, at: number): [(char: string) => boolean, number] {
  const char = pattern[at]!;
  if (char === "?") return [() => true, at];
  if (char === "\\" && at + 1 < pattern.length) return [(one) => one === pattern[at + 1], at + 1];
  const end = char === "[" ? pattern.indexOf("]", at + 2) : -1;
  if (end === -1) return [(one) => one === char, at];
  const isNegated = pattern[at + 1] === "^";
  const set = pattern.slice(at + (isNegated ? 2 : 1), end);
  return [(one) => isInSet(set, one) !== isNegated, end];
}

function isInSet(set: string, char: string): boolean {
  for (let i = 0; i < set.length; i += 1) {
    if (set[i + 1] === "-" && set[i + 2] !== undefined) {
      if (set[i]! <= char && char <= set[i + 2]!) return true;
      i += 2;
    } else if (set[i] === char) return true;
  }
  return false;
}
