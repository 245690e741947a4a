import { diffLines, type LineChange } from "./line-diff.ts";

/** Equal lines around each change. */
const context = 3;
const signs = { same: " ", removed: "-", added: "+" } as const;

/**
 * What `patch` and `git apply` need to turn one text into the other: a unified diff (POSIX.1-2024, diff -u);
 * empty for equal texts.
 *
 * @param path relative, with slashes
 */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return "";
  const changes = diffLines(splitLines(before), splitLines(after));
  const name = /[\s"\\]/.test(path)
    ? (prefix: string) => JSON.stringify(`${prefix}${path}`)
    : undefined;
  const label = (prefix: string) => name?.(prefix) ?? `${prefix}${path}`;
  const hunks = findHunks(changes).map(([start, end]) => renderHunk(changes, start, end));
  return `--- ${label("a/")}\n+++ ${label("b/")}\n${hunks.join("")}`;
}

/** Lines with their ends; the last one may lack it. */
function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Ranges of changes with their context, joined where they touch. */
function findHunks(changes: readonly LineChange[]): [start: number, end: number][] {
  const hunks: [number, number][] = [];
  for (const [i, { kind }] of changes.entries()) {
    if (kind === "same") continue;
    const [start, end] = [Math.max(i - context, 0), Math.min(i + 1 + context, changes.length)];
    const last = hunks.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = end;
    else hunks.push([start, end]);
  }
  return hunks;
}

function renderHunk(changes: readonly LineChange[], start: number, end: number): string {
  const count = (from: number, to: number, but: LineChange["kind"]) =>
    changes.slice(from, to).filter(({ kind }) => kind !== but).length;
  const range = (but: LineChange["kind"]) => {
    const length = count(start, end, but);
    // An empty range stands behind the line that it names.
    const first = count(0, start, but) + (length === 0 ? 0 : 1);
    return length === 1 ? `${first}` : `${first},${length}`;
  };
  const lines = changes
    .slice(start, end)
    .map(({ kind, line }) =>
      line.endsWith("\n")
        ? signs[kind] + line
        : `${signs[kind]}${line}\n\\ No newline at end of file\n`,
    );
  return `@@ -${range("added")} +${range("removed")} @@\n${lines.join("")}`;
}
