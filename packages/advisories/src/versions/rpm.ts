import { compareDigits, compareText, type Ordering } from "./ordering.ts";

interface RpmVersion {
  epoch: string;
  version: string;
  /** `undefined` when none was written. */
  release: string | undefined;
}

/**
 * The order of rpm, rpm.org/docs/latest/manual "Versioning": epoch, then version, then release,
 * each by rpmvercmp with `~` (before) and `^` (after). A missing epoch is 0.
 */
export const rpmOrdering: Ordering<RpmVersion> = {
  parse(text) {
    if (text === "" || /\s/.test(text)) return undefined;
    const colon = text.indexOf(":");
    const rest = text.slice(colon + 1);
    const dash = rest.indexOf("-");
    return {
      epoch: colon < 0 ? "0" : text.slice(0, colon),
      version: dash < 0 ? rest : rest.slice(0, dash),
      release: dash < 0 ? undefined : rest.slice(dash + 1),
    };
  },
  compare(a, b) {
    return (
      comparePart(a.epoch, b.epoch) ||
      comparePart(a.version, b.version) ||
      compareRelease(a.release, b.release)
    );
  },
};

function compareRelease(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  return comparePart(a, b);
}

/** rpmvercmp: runs of digits and of ASCII letters; everything else only separates. */
function comparePart(a: string, b: string): number {
  const left = segments(a);
  const right = segments(b);
  const count = Math.max(left.length, right.length);
  for (let i = 0; i < count; i += 1) {
    const difference = compareSegment(left[i], right[i]);
    if (difference !== 0) return difference;
  }
  return 0;
}

function segments(text: string): string[] {
  return text.match(/\d+|[A-Za-z]+|[~^]/g) ?? [];
}

/** From the lowest: `~`, the end, `^`, letters, digits. */
function compareSegment(a: string | undefined, b: string | undefined): number {
  const difference = rank(a) - rank(b);
  if (difference !== 0 || a === undefined || b === undefined) return difference;
  return rank(a) === 4 ? compareDigits(a, b) : compareText(a, b);
}

function rank(segment: string | undefined): number {
  if (segment === undefined) return 1;
  if (segment === "~") return 0;
  if (segment === "^") return 2;
  return /^\d/.test(segment) ? 4 : 3;
}
