import { compareDigits, compareText, type Ordering } from "./ordering.ts";

interface PortageVersion {
  numbers: string[];
  letter: string;
  suffixes: { rank: number; number: string }[];
  revision: string;
}

// Package Manager Specification 8, 3.2 "Version Specifications".
const syntax = /^(\d+(?:\.\d+)*)([a-z]?)((?:_(?:alpha|beta|pre|rc|p)\d*)*)(?:-r(\d+))?$/;

// Suffixes below 0 sort before the plain version, `_p` after it.
const suffixRank = new Map([
  ["alpha", -4],
  ["beta", -3],
  ["pre", -2],
  ["rc", -1],
  ["p", 1],
]);

/** The order of Gentoo's Portage: Package Manager Specification 8, 3.3 "Version Comparison". */
export const portageOrdering: Ordering<PortageVersion> = {
  parse(text) {
    const match = syntax.exec(text);
    if (!match) return undefined;
    const [, numbers = "", letter = "", suffixes = "", revision = "0"] = match;
    return {
      numbers: numbers.split("."),
      letter,
      suffixes: [...suffixes.matchAll(/_([a-z]+)(\d*)/g)].map(([, name = "", number = ""]) => ({
        rank: suffixRank.get(name) ?? 0,
        number,
      })),
      revision,
    };
  },
  compare(a, b) {
    return (
      compareNumbers(a.numbers, b.numbers) ||
      compareText(a.letter, b.letter) ||
      compareSuffixes(a.suffixes, b.suffixes) ||
      compareDigits(a.revision, b.revision)
    );
  },
};

function compareNumbers(a: readonly string[], b: readonly string[]): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i += 1) {
    const left = a[i]!;
    const right = b[i]!;
    // Algorithm 3.3: behind the first dot, numbers with a leading zero are fractions.
    const isFraction = i > 0 && (left.startsWith("0") || right.startsWith("0"));
    const difference = isFraction
      ? compareText(left.replace(/0+$/, ""), right.replace(/0+$/, ""))
      : compareDigits(left, right);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function compareSuffixes(a: PortageVersion["suffixes"], b: PortageVersion["suffixes"]): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i += 1) {
    const difference = a[i]!.rank - b[i]!.rank || compareDigits(a[i]!.number, b[i]!.number);
    if (difference !== 0) return difference;
  }
  // Algorithm 3.5: one suffix more makes a version older, unless it is `_p`.
  return (a[shared]?.rank ?? 0) - (b[shared]?.rank ?? 0);
}
