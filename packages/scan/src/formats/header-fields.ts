import { forEachLine, isBlank } from "./lines.ts";

/** Values of each field that was asked for, under its lower-case name, in the order of the file. */
export type HeaderFields = ReadonlyMap<string, readonly string[]>;

const mostValues = 1000;
const longestValue = 4096;

/**
 * Reads a block of `Name: value` lines, as Python's core metadata and R's DESCRIPTION have it. Names
 * are not case-sensitive; a line that starts with a blank continues the value above it, joined with a
 * line feed. The first empty line after a field ends the block; a line that is no field is passed over.
 *
 * @param wanted lower-case names of the fields to keep; all others cost nothing but the look at them
 */
export function parseHeaderFields(text: string, wanted: ReadonlySet<string>): HeaderFields {
  const fields = new Map<string, string[]>();
  let values: string[] | undefined;
  let isStarted = false;

  forEachLine(text, (lineStart, end) => {
    // A byte order mark can only stand before the first character.
    const start = lineStart === 0 && text.charCodeAt(0) === 0xfeff ? 1 : lineStart;
    if (isBlank(text, start, end)) return !isStarted;
    const first = text.charCodeAt(start);
    if (first === 0x20 || first === 0x09) {
      if (values !== undefined) extendLast(values, text.slice(start, end).trim());
      return true;
    }
    isStarted = true;
    values = undefined;
    const name = fieldName(text, start, end);
    if (name === undefined || !wanted.has(name)) return true;
    const known = fields.get(name) ?? [];
    if (known.length >= mostValues) return true;
    fields.set(name, known);
    const from = start + name.length + 1;
    known.push(text.slice(from, Math.min(end, from + longestValue)).trim());
    values = known;
    return true;
  });
  return fields;
}

const longestFieldName = 64;

function fieldName(text: string, start: number, end: number): string | undefined {
  const most = Math.min(end, start + longestFieldName);
  for (let at = start; at < most; at += 1) {
    if (text.charCodeAt(at) === 0x3a) return text.slice(start, at).toLowerCase();
  }
  return undefined;
}

function extendLast(values: string[], more: string): void {
  const last = values.length - 1;
  const value = values[last] ?? "";
  if (value.length < longestValue) values[last] = `${value}\n${more}`.slice(0, longestValue);
}
