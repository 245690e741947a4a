/** The order of an ecosystem's versions. */
export interface Ordering<Parsed = unknown> {
  /** A form that can be compared, or `undefined` when `text` is not a version of this scheme. */
  parse(text: string): Parsed | undefined;
  /** Negative when `a` is older than `b`, positive when it is newer, 0 when they are equal. */
  compare(a: Parsed, b: Parsed): number;
}

/** Longest version that is compared, in UTF-16 units; real ones stay far below. */
export const maxVersionLength = 512;

/** Compares two runs of decimal digits by value, however long they are. */
export function compareDigits(a: string, b: string): number {
  const left = a.replace(/^0+/, "");
  const right = b.replace(/^0+/, "");
  return left.length - right.length || compareText(left, right);
}

/** Compares by UTF-16 code units: the same everywhere, whatever the locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
