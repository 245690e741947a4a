import type { Fix, TextEdit } from "@plimsoll/core";
import { removeLines } from "../advice/remove-lines.ts";
import type { Position } from "../text/position.ts";

/** A file of YAML that is edited. */
export interface YamlLines {
  readonly path: string;
  /** The physical lines, without line ends. */
  readonly lines: readonly string[];
}

/** Where a scalar stands, and its text without quotes. */
type Scalar = Position & { readonly text: string };

// What a container may do is what its program may rely on: every edit here wants a look.
const tier = "unsafe";
/** How many lines around a value are looked at; past them there is no edit. */
const maxLines = 500;

/** The line of a place; empty, so that nothing can be edited, for one of a file that was included. */
export function lineAt(file: YamlLines, { line, path }: Position): string {
  return path === undefined || path === file.path ? (file.lines[line - 1] ?? "") : "";
}

/** A fix that writes another scalar in place of one, in the same quotes. */
export function setScalar(
  file: YamlLines,
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
  file: YamlLines,
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
export function removeItem(file: YamlLines, scalar: Scalar, description: string): Fix {
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
  file: YamlLines,
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
export function addItem(file: YamlLines, behind: Scalar, item: string, description: string): Fix {
  const line = lineAt(file, behind);
  const before = line.slice(0, behind.column - 1);
  if (before.trim() !== "-" || commentBehind(line, behind) === undefined) return { description };
  const replacement = `${line}\n${before}${item}`;
  const edit = { path: file.path, startLine: behind.line, endLine: behind.line, replacement };
  return { description, tier, edits: [edit] };
}

/** Whether the map of a key in block style has another one: an empty map is another value. */
function hasSibling({ lines }: YamlLines, line: number): boolean {
  // The first key of a list's item stands behind its dash.
  const indentOf = (text: string) => text.length - text.replace(/^\s*(?:- +)*/, "").length;
  const indent = indentOf(lines[line - 1]!);
  const isInside = (text: string) => /^\s*(?:#.*)?$/.test(text) || indentOf(text) > indent;
  const above = lines
    .slice(Math.max(line - 1 - maxLines, 0), line - 1)
    .findLast((text) => !isInside(text));
  const below = lines.slice(line, line + maxLines).find((text) => !isInside(text));
  return [above, below].some((text) => text !== undefined && indentOf(text) === indent);
}

/** A fix that replaces one line. */
export function replaceYamlLine(
  file: YamlLines,
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

function withoutLine(file: YamlLines, line: string, scalar: Scalar): TextEdit | undefined {
  const comment = commentBehind(line, scalar);
  if (comment === undefined) return undefined;
  if (comment === "") return removeLines(file, scalar.line, scalar.line);
  const replacement = `${/^\s*/.exec(line)![0]}${comment}`;
  return { path: file.path, startLine: scalar.line, endLine: scalar.line, replacement };
}

/** Keys and values to be written: scalars as YAML has them, lists of such, maps. */
export interface YamlAddition {
  readonly [key: string]: string | readonly string[] | YamlAddition;
}

/** A fix that puts keys into a map that begins at `map`, in block or in flow style (JSON, too). */
export function addToMap(
  file: YamlLines,
  map: Position,
  added: YamlAddition,
  description: string,
): Fix {
  const line = lineAt(file, map);
  const before = line.slice(0, map.column - 1);
  const rest = line.slice(map.column - 1);
  const indent = " ".repeat(map.column - 1);
  const replacement =
    rest[0] === "{"
      ? `${before}{${renderFlow(file, map, added)}${rest.slice(1)}`
      : before === indent
        ? [...renderBlock(added, indent), line].join("\n")
        : /^ *(?:- +)+$/.test(before) && isWhole(file, map, rest)
          ? [line, ...renderBlock(added, indent)].join("\n")
          : undefined;
  if (replacement === undefined) return { description };
  const edit = { path: file.path, startLine: map.line, endLine: map.line, replacement };
  return { description, tier, edits: [edit] };
}

/** A fix that gives a key that stands alone in its line, without a value, a map. */
export function fillKey(
  file: YamlLines,
  key: Position,
  added: YamlAddition,
  description: string,
): Fix {
  const line = lineAt(file, key);
  if (!/^[\w./-]+:\s*(?:#.*)?$/.test(line.slice(key.column - 1))) return { description };
  const replacement = [line, ...renderBlock(added, " ".repeat(key.column + 1))].join("\n");
  const edit = { path: file.path, startLine: key.line, endLine: key.line, replacement };
  return { description, tier, edits: [edit] };
}

/** Whether the first key of a map and its value, a scalar, end with their line. */
function isWhole({ lines }: YamlLines, { line, column }: Position, text: string): boolean {
  const isScalar = /^[\w./-]+:\s+(?:[^\s{[|>&*!"'].*|"[^"\\]*"\s*|'[^']*'\s*)$/.test(text);
  const next = lines.slice(line, line + maxLines).find((other) => !/^\s*(?:#.*)?$/.test(other));
  return isScalar && (next === undefined || next.length - next.trimStart().length < column);
}

function renderBlock(added: YamlAddition, indent: string): string[] {
  return Object.entries(added).flatMap(([key, value]) => {
    if (typeof value === "string") return [`${indent}${key}: ${value}`];
    const inner = Array.isArray(value)
      ? value.map((item) => `${indent}  - ${item}`)
      : renderBlock(value as YamlAddition, `${indent}  `);
    return [`${indent}${key}:`, ...inner];
  });
}

/** What stands behind the brace of a map in flow style, and a comma where others follow. */
function renderFlow({ lines }: YamlLines, map: Position, added: YamlAddition): string {
  const behind = [
    lines[map.line - 1]!.slice(map.column),
    ...lines.slice(map.line, map.line + maxLines),
  ]
    .map((text) => text.trim())
    .find((text) => text !== "");
  // JSON wants quotes, where YAML could do without.
  const isJson = /^[{[]/.test(lines.find((text) => text.trim() !== "")?.trim() ?? "");
  const quote = (text: string) =>
    isJson && !/^(?:true|false|-?\d+)$/.test(text) ? JSON.stringify(text) : text;
  const render = (value: YamlAddition[string]): string =>
    typeof value === "string"
      ? quote(value)
      : Array.isArray(value)
        ? `[${value.map(quote).join(", ")}]`
        : `{${entries(value as YamlAddition)}}`;
  const entries = (map: YamlAddition) =>
    Object.entries(map)
      .map(([key, value]) => `${isJson ? JSON.stringify(key) : key}: ${render(value)}`)
      .join(", ");
  return `${entries(added)}${behind === undefined || behind.startsWith("}") ? "" : ", "}`;
}
