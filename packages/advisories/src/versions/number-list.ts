import { compareDigits, type Ordering } from "./ordering.ts";

/** The order of versions that are lists of numbers; a list comes before its continuations. */
export function orderNumberLists(syntax: RegExp, separator: RegExp): Ordering<readonly string[]> {
  return {
    parse(text) {
      return syntax.test(text) ? text.split(separator) : undefined;
    },
    compare(a, b) {
      const shared = Math.min(a.length, b.length);
      for (let i = 0; i < shared; i += 1) {
        const difference = compareDigits(a[i]!, b[i]!);
        if (difference !== 0) return difference;
      }
      return a.length - b.length;
    },
  };
}
