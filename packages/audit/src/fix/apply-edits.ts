import type { TextEdit } from "@plimsoll/core";

/**
 * A text with edits made: of the lines that no edit names every byte stays, line ends and a missing
 * one at the end of the text included. New lines end as the first line that they replace does.
 *
 * @param edits of one file, not overlapping, in any order
 * @returns undefined when an edit names lines that the text does not have, or two overlap
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string | undefined {
  const mark = text.startsWith("\uFEFF") ? "\uFEFF" : "";
  const lines = text.slice(mark.length).split("\n");
  const sorted = [...edits].sort((a, b) => a.startLine - b.startLine);
  const parts: string[] = [];
  let next = 1;
  for (const { startLine, endLine, replacement } of sorted) {
    if (startLine < next || endLine < startLine || endLine > lines.length) return undefined;
    parts.push(...lines.slice(next - 1, startLine - 1));
    parts.push(withLineEnds(replacement, lines, startLine, endLine));
    next = endLine + 1;
  }
  parts.push(...lines.slice(next - 1));
  const edited = parts.join("\n");
  return edited.startsWith(mark) ? edited : mark + edited;
}

/** Whether an edit of `a` and one of `b` name a line in common. */
export function doOverlap(a: readonly TextEdit[], b: readonly TextEdit[]): boolean {
  return a.some((one) =>
    b.some((other) => one.startLine <= other.endLine && other.startLine <= one.endLine),
  );
}

/** A replacement whose inner lines end as the replaced ones do, and whose last one as the last of them. */
function withLineEnds(
  replacement: string,
  lines: readonly string[],
  startLine: number,
  endLine: number,
): string {
  const hasReturn = (line: number) => lines[line - 1]?.endsWith("\r") === true;
  // The last line of a text has no end to copy: the one before it tells.
  const isLast = startLine === lines.length;
  const inner = hasReturn(isLast ? startLine - 1 : startLine) ? "\r\n" : "\n";
  return replacement.replace(/\r?\n/g, inner) + (hasReturn(endLine) ? "\r" : "");
}
