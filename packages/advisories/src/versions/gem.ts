import { compareDigits, compareText, type Ordering } from "./ordering.ts";

// rubygems lib/rubygems/version.rb, VERSION_PATTERN: a hyphen starts a pre-release.
const syntax = /^\d+(?:\.[0-9A-Za-z]+)*(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;

/**
 * The order of RubyGems, guides.rubygems.org/patterns/#semantic-versioning and `Gem::Version#<=>`:
 * runs of digits and of letters, letters before digits, so that `1.0.b1` comes before `1.0`.
 */
export const gemOrdering: Ordering<readonly string[]> = {
  parse(text) {
    const trimmed = text.trim();
    if (!syntax.test(trimmed)) return undefined;
    const segments = trimmed.replaceAll("-", ".pre.").match(/\d+|[A-Za-z]+/g) ?? [];
    // Zeros at the end, and at the end of the release, do not count: 1.0.0.a equals 1.a.
    const words = segments.findIndex(isWord);
    if (words < 0) return dropZeros(segments);
    return [...dropZeros(segments.slice(0, words)), ...dropZeros(segments.slice(words))];
  },
  compare(a, b) {
    const count = Math.max(a.length, b.length);
    for (let i = 0; i < count; i += 1) {
      const difference = compareSegment(a[i] ?? "0", b[i] ?? "0");
      if (difference !== 0) return difference;
    }
    return 0;
  },
};

function compareSegment(a: string, b: string): number {
  if (isWord(a) !== isWord(b)) return isWord(a) ? -1 : 1;
  return isWord(a) ? compareText(a, b) : compareDigits(a, b);
}

function dropZeros(segments: readonly string[]): string[] {
  let length = segments.length;
  while (length > 0 && /^0+$/.test(segments[length - 1]!)) length -= 1;
  return segments.slice(0, length);
}

function isWord(segment: string): boolean {
  return segment > "9";
}
