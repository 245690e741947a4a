/** The most items of any list, and the longest name, that are read; real feeds stay well below. */
export const maxItems = 100_000;
export const maxName = 500;
const maxSummary = 160;
const idSyntax = /^[A-Za-z0-9][A-Za-z0-9.:_+-]{0,99}$/;
const dateSyntax = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/;

/** True for what may stand as the identifier of an advisory. */
export function isId(value: unknown): value is string {
  return typeof value === "string" && idSyntax.test(value);
}

/** The identifiers among the items of a list. */
export function ids(value: unknown): string[] {
  return list(value).filter(isId);
}

/** A date of another form counts as none: dates are only compared as text. */
export function date(value: unknown): string {
  return typeof value === "string" && dateSyntax.test(value) ? value : "";
}

/** The first line, without control characters, at most `maxSummary` characters long. */
export function oneLine(value: string): string {
  const line =
    value
      .slice(0, 2_000)
      .trim()
      .split(/[\r\n]/, 1)[0] ?? "";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a feed must not steer a terminal
  const plain = line.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, " ").trim();
  if (plain.length <= maxSummary) return plain;
  const cut = plain.slice(0, maxSummary - 1);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), maxSummary / 2)).toWellFormed()}…`;
}

/** True for a JSON object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A member of what may be no object. */
export function member(value: unknown, key: string): unknown {
  return isObject(value) ? value[key] : undefined;
}

/** The text, or none. */
export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** The text or the number, as text, or none: in YAML they are told apart by their looks. */
export function scalar(value: unknown): string {
  return typeof value === "number" ? String(value) : text(value);
}

/** The items, or none of a list longer than any real one. */
export function list(value: unknown): unknown[] {
  return Array.isArray(value) && value.length <= maxItems ? value : [];
}
