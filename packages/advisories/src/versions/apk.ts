import { compareDigits, compareText, type Ordering } from "./ordering.ts";

interface ApkVersion {
  /** Parts between dots. */
  numbers: string[];
  letter: string;
  letterNumber: string;
  suffixes: { rank: number; number: string }[];
  /** Digits of `-rN`; empty when there is none. */
  revision: string;
}

// The versions of apk-tools, doc/apk-package.5.scd "PACKAGE METADATA", pkgver:
// number{.number}...{letter}{_suffix{number}}...{~hash}{-r#}
// Older Alpine packages also carry a number behind the letter: opensmtpd 6.0.2p1-r5.
const syntax =
  /^(\d*(?:\.+\d+)*)(?:([a-z])(\d*))?((?:_(?:alpha|beta|pre|rc|cvs|svn|git|hg|p)\d*)*)(?:~[0-9a-f]+)?(?:-r(\d*))?$/;

// Suffixes below 0 sort before the plain version, those above it after.
const suffixRank = new Map([
  ["alpha", -4],
  ["beta", -3],
  ["pre", -2],
  ["rc", -1],
  ["cvs", 1],
  ["svn", 2],
  ["git", 3],
  ["hg", 4],
  ["p", 5],
]);

/** The order of Alpine, Wolfi and the other apk distributions, as apk-tools' `apk version -t` tells it. */
export const apkOrdering: Ordering<ApkVersion> = {
  parse(text) {
    const match = syntax.exec(text);
    if (!match) return undefined;
    const [, numbers = "", letter = "", letterNumber = "", suffixes = "", revision] = match;
    if (numbers === "") return undefined;
    return {
      numbers: numbers.split("."),
      letter,
      letterNumber,
      suffixes: [...suffixes.matchAll(/_([a-z]+)(\d*)/g)].map(([, name = "", number = ""]) => ({
        rank: suffixRank.get(name) ?? 0,
        number,
      })),
      revision: revision === undefined ? "" : revision || "0",
    };
  },
  compare(a, b) {
    return (
      compareNumbers(a.numbers, b.numbers) ||
      compareText(a.letter, b.letter) ||
      compareDigits(a.letterNumber, b.letterNumber) ||
      compareSuffixes(a.suffixes, b.suffixes) ||
      Number(a.revision !== "") - Number(b.revision !== "") ||
      compareDigits(a.revision, b.revision)
    );
  },
};

function compareNumbers(a: readonly string[], b: readonly string[]): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i += 1) {
    const left = a[i]!;
    const right = b[i]!;
    // After the first dot a part with a leading zero is a fraction: 1.06 < 1.1, 1.060 > 1.06.
    const isFraction = i > 0 && (hasLeadingZero(left) || hasLeadingZero(right));
    const difference = isFraction ? compareText(left, right) : compareDigits(left, right);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function hasLeadingZero(digits: string): boolean {
  return digits.length > 1 && digits.startsWith("0");
}

function compareSuffixes(a: ApkVersion["suffixes"], b: ApkVersion["suffixes"]): number {
  const count = Math.max(a.length, b.length);
  for (let i = 0; i < count; i += 1) {
    const left = a[i] ?? { rank: 0, number: "" };
    const right = b[i] ?? { rank: 0, number: "" };
    const difference = left.rank - right.rank || compareDigits(left.number, right.number);
    if (difference !== 0) return difference;
  }
  return 0;
}
