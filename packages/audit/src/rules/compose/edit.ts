import type { Fix, TextEdit } from "@plimsoll/core";
import { removeLines } from "../../advice/remove-lines.ts";
import type { ComposeFile } from "../../compose/types.ts";
import type { Position } from "../../text/position.ts";

/** Where a scalar stands, and its text without quotes. */
type Scalar = Position & { readonly text: string };

// What a container may do is what its program may rely on: every edit here wants a look.
const tier = "unsafe";
/** How many lines around a value are looked at; past them there is no edit. */
const maxLines = 500;

/** The line of a place; empty, so that nothing can be edited, for one of a file that was included. */
export function lineAt(file: ComposeFile, { line, path }: Position): string {
  return path === undefined || path === file.path ? (file.lines[line - 1] ?? "") : "";
}

/** A fix that writes another scalar in place of one, in the same quotes. */
export function setScalar(
  file: ComposeFile,
  scalar: Scalar,
  replacement: string,
  description: string,
): Fix {
  const line = lineAt(file, scalar);
  const written = writtenScalar(line, scalar);
  if (written === undefined) return { description };
  const quote = written.length > scalar.text.length ? written[0]! : "";
  const start = scalar.column - 1;
  const text = `${line.slice(0, start)}${quote}${replacement}${quote}${line.slice(start + written.length)}`;
  const edit = { path: file.path, startLine: scalar.line, endLine: scalar.line, replacement: text };
  return { description, tier, edits: [edit] };
}

/** A fix that takes `key: scalar` out of a map in block style; a comment behind it stays. */
export function removeSetting(
  file: ComposeFile,
  key: string,
  scalar: Scalar,
  description: string,
): Fix {
  const line = lineAt(file, scalar);
  const isAlone = line.slice(0, scalar.column - 1).trim() === `${key}:`;
  const edit =
    isAlone && hasSibling(file, scalar.line) ? withoutLine(file, line, scalar) : undefined;
  return edit === undefined ? { description } : { description, tier, edits: [edit] };
}

/** A fix that takes an item out of a list in block style, and the key of the list with its only item. */
export function removeItem(file: ComposeFile, scalar: Scalar, description: string): Fix {
  const line = lineAt(file, scalar);
  const before = line.slice(0, scalar.column - 1);
  if (before.trim() !== "-") return { description };
  const above = file.lines[scalar.line - 2] ?? "";
  const indent = before.indexOf("-");
  const isFirst = /^\s*[\w-]+:\s*$/.test(above);
  const next =
    file.lines
      .slice(scalar.line, scalar.line + maxLines)
      .find((other) => !/^\s*(?:#.*)?$/.test(other)) ?? "";
  const isLast = !next.startsWith(`${" ".repeat(indent)}-`);
  if (!isFirst || !isLast) {
    const edit = withoutLine(file, line, scalar);
    return edit === undefined ? { description } : { description, tier, edits: [edit] };
  }
  if (commentBehind(line, scalar) !== "") return { description };
  return { description, tier, edits: [removeLines(file, scalar.line - 1, scalar.line)] };
}

/** A fix that puts lines at the top of a service in block style. */
export function addToService(
  file: ComposeFile,
  service: Position,
  added: readonly string[],
  description: string,
): Fix {
  const line = lineAt(file, service);
  const first =
    file.lines
      .slice(service.line, service.line + maxLines)
      .find((other) => !/^\s*(?:#.*)?$/.test(other)) ?? "";
  const indent = /^( +)[\w<"']/.exec(first)?.[1] ?? "";
  const isBlock = /:\s*(?:&[\w-]+\s*)?(?:#.*)?$/.test(line) && indent.length >= service.column;
  if (!isBlock) return { description };
  const replacement = [line, ...added.map((text) => indent + text)].join("\n");
  const edit = { path: file.path, startLine: service.line, endLine: service.line, replacement };
  return { description, tier, edits: [edit] };
}

/** A fix that puts an item behind another one of a list in block style. */
export function addItem(file: ComposeFile, behind: Scalar, item: string, description: string): Fix {
  const line = lineAt(file, behind);
  const before = line.slice(0, behind.column - 1);
  if (before.trim() !== "-" || commentBehind(line, behind) === undefined) return { description };
  const replacement = `${line}\n${before}${item}`;
  const edit = { path: file.path, startLine: behind.line, endLine: behind.line, replacement };
  return { description, tier, edits: [edit] };
}

/** Whether the map of a key in block style has another one: an empty map is another value. */
function hasSibling({ lines }: ComposeFile, line: number): boolean {
  const indentOf = (text: string) => text.length - text.trimStart().length;
  const indent = indentOf(lines[line - 1]!);
  const isInside = (text: string) => /^\s*(?:#.*)?$/.test(text) || indentOf(text) > indent;
  const above = lines
    .slice(Math.max(line - 1 - maxLines, 0), line - 1)
    .findLast((text) => !isInside(text));
  const below = lines.slice(line, line + maxLines).find((text) => !isInside(text));
  return [above, below].some((text) => text !== undefined && indentOf(text) === indent);
}

/** A fix that replaces one line. */
export function replaceComposeLine(
  file: ComposeFile,
  line: number,
  replacement: string,
  description: string,
): Fix {
  const edit = { path: file.path, startLine: line, endLine: line, replacement };
  return { description, tier, edits: [edit] };
}

/** The scalar as written, with its quotes; undefined when it does not stand there as one plain text. */
function writtenScalar(line: string, { column, text }: Scalar): string | undefined {
  const rest = line.slice(column - 1);
  return [text, `"${text}"`, `'${text}'`].find((written) => rest.startsWith(written));
}

/** The comment behind a scalar that ends its line, else ""; undefined when other things follow. */
function commentBehind(line: string, scalar: Scalar): string | undefined {
  const written = writtenScalar(line, scalar);
  if (written === undefined) return undefined;
  const rest = line.slice(scalar.column - 1 + written.length);
  return rest.trim() === "" || /^\s+#/.test(rest) ? rest.trim() : undefined;
}

function withoutLine(file: ComposeFile, line: string, scalar: Scalar): TextEdit | undefined {
  const comment = commentBehind(line, scalar);
  if (comment === undefined) return undefined;
  if (comment === "") return removeLines(file, scalar.line, scalar.line);
  const replacement = `${/^\s*/.exec(line)![0]}${comment}`;
  return { path: file.path, startLine: scalar.line, endLine: scalar.line, replacement };
}
