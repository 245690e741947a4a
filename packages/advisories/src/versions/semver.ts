import { compareDigits, compareText, type Ordering } from "./ordering.ts";

export interface SemanticVersion {
  /** Major, minor, patch, and whatever further parts were written. */
  numbers: string[];
  /** Identifiers of the pre-release; empty for a release. */
  prerelease: string[];
}

const syntax = /^[v=]?(\d+(?:\.\d+)*)(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.+-]*)?$/;

/**
 * Semantic Versioning 2.0.0, section 11. A leading `v` and missing or additional numbers are
 * accepted, because published packages and advisories have them.
 */
export const semverOrdering: Ordering<SemanticVersion> = {
  parse(text) {
    const match = syntax.exec(text);
    if (!match) return undefined;
    const prerelease = match[2]?.split(".") ?? [];
    return { numbers: match[1]!.split("."), prerelease };
  },
  compare(a, b) {
    const count = Math.max(a.numbers.length, b.numbers.length);
    for (let i = 0; i < count; i += 1) {
      const difference = compareDigits(a.numbers[i] ?? "0", b.numbers[i] ?? "0");
      if (difference !== 0) return difference;
    }
    return comparePrerelease(a.prerelease, b.prerelease);
  },
};

function comparePrerelease(a: readonly string[], b: readonly string[]): number {
  // 11.3: a pre-release comes before its release.
  if (a.length === 0 || b.length === 0) return b.length - a.length;
  return compareIdentifiers(a, b);
}

/** 11.4: identifier by identifier; a list comes before its continuations. */
export function compareIdentifiers(a: readonly string[], b: readonly string[]): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i += 1) {
    const difference = compareIdentifier(a[i]!, b[i]!);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** 11.4: numbers by value and before words, words in ASCII order. */
function compareIdentifier(a: string, b: string): number {
  const isNumberA = /^\d+$/.test(a);
  const isNumberB = /^\d+$/.test(b);
  if (isNumberA && isNumberB) return compareDigits(a, b);
  if (isNumberA !== isNumberB) return isNumberA ? -1 : 1;
  return compareText(a, b);
}
