import type { Incomplete } from "@plimsoll/core";
import type { Segment } from "../text/position.ts";
import { findHeredocs, type HeredocMarker } from "./heredoc.ts";
import { dockerfileLimits } from "./limits.ts";
import type { Heredoc } from "./types.ts";

/** A comment, without its `#`. */
export interface Comment {
  readonly text: string;
  readonly line: number;
}

/** The physical lines of one instruction put together. */
export interface LogicalLine {
  readonly text: string;
  readonly segments: readonly Segment[];
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** Comments directly above and within. */
  readonly comments: readonly Comment[];
  readonly heredocs: readonly Heredoc[];
}

/**
 * Joins continuation lines, leaves out comments and empty lines among them, and takes
 * here-documents off, as BuildKit's parser does. Reads each line once.
 *
 * @param from index of the first line to read
 */
export function* joinLines(
  lines: readonly string[],
  escapeCharacter: string,
  from: number,
  report: (line: number, code: Incomplete["code"], why: string) => void,
): Generator<LogicalLine> {
  let comments: Comment[] = [];
  let i = from;
  while (i < lines.length) {
    const first = lines[i]!;
    if (isBlank(first)) {
      comments = [];
      i += 1;
      continue;
    }
    if (isComment(first)) {
      comments.push({ text: first.trimStart().slice(1), line: i + 1 });
      i += 1;
      continue;
    }
    const startLine = i + 1;
    const startColumn = first.length - first.trimStart().length + 1;
    const parts: string[] = [];
    const segments: Segment[] = [];
    let length = 0;
    let isOpen = true;
    while (isOpen && i < lines.length) {
      const line = lines[i]!;
      if (parts.length > 0 && (isComment(line) || isBlank(line))) {
        if (isComment(line)) comments.push({ text: line.trimStart().slice(1), line: i + 1 });
        i += 1;
        continue;
      }
      const start = parts.length === 0 ? startColumn - 1 : 0;
      const body = withoutContinuation(line, escapeCharacter);
      isOpen = body !== undefined;
      const part = (body ?? line.trimEnd()).slice(start);
      parts.push(part);
      segments.push({ offset: length, line: i + 1, column: start + 1 });
      length += part.length;
      i += 1;
    }
    const text = parts.join("");
    const last = segments.at(-1)!;
    let endLine = last.line;
    let endColumn = lines[endLine - 1]!.trimEnd().length + 1;
    const heredocs: Heredoc[] = [];
    const markers = findHeredocs(text, escapeCharacter);
    if (markers.length > dockerfileLimits.heredocsPerInstruction) {
      report(startLine, "LIMIT_EXCEEDED", "more here-documents than are read in one instruction");
      return;
    }
    for (const marker of markers) {
      const heredoc = readHeredoc(lines, i, marker);
      heredocs.push(heredoc);
      if (heredoc.endLine > lines.length) {
        report(startLine, "MALFORMED", `the here-document ${marker.name} is never closed`);
      }
      i = Math.min(heredoc.endLine, lines.length);
      endLine = i;
      endColumn = lines[i - 1]!.length + 1;
    }
    // A continuation character alone makes no instruction.
    if (text.trim() !== "") {
      yield { text, segments, startLine, startColumn, endLine, endColumn, comments, heredocs };
    }
    comments = [];
  }
}

/** The line without its continuation character; undefined when it does not continue. */
function withoutContinuation(line: string, escapeCharacter: string): string | undefined {
  const trimmed = line.trimEnd();
  if (!trimmed.endsWith(escapeCharacter)) return undefined;
  // An escaped escape character is itself, not a continuation.
  if (trimmed.length > 1 && trimmed.at(-2) === escapeCharacter) return undefined;
  return trimmed.slice(0, -1);
}

function readHeredoc(lines: readonly string[], from: number, marker: HeredocMarker): Heredoc {
  const segments: Segment[] = [];
  const content: string[] = [];
  let length = 0;
  let i = from;
  for (; i < lines.length; i += 1) {
    const line = marker.stripsTabs ? lines[i]!.replace(/^\t+/, "") : lines[i]!;
    if (line === marker.name) break;
    segments.push({ offset: length, line: i + 1, column: lines[i]!.length - line.length + 1 });
    content.push(line);
    length += line.length + 1;
  }
  return {
    ...marker,
    content: content.map((line) => `${line}\n`).join(""),
    startLine: from + 1,
    endLine: i + 1,
    segments,
  };
}

function isBlank(line: string): boolean {
  return line.trim() === "";
}

function isComment(line: string): boolean {
  return line.trimStart().startsWith("#");
}
