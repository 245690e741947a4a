import { compareDigits, compareText, type Ordering } from "./ordering.ts";

interface Segment {
  /** How many characters separate it from the one before. */
  gap: number;
  /** A run of digits or of letters. */
  text: string;
}

interface AlpmVersion {
  epoch: string;
  version: Segment[];
  /** `undefined` when none was written. */
  release: Segment[] | undefined;
}

// PKGBUILD(5) "pkgver", "pkgrel" and "epoch": [epoch:]pkgver[-pkgrel]
const part = "[A-Za-z0-9._+~]*[A-Za-z0-9]";
const syntax = new RegExp(`^(?:(\\d+):)?(${part})(?:-(${part}))?$`);

/**
 * The order of pacman, vercmp(8). Letters directly behind a number come before its end
 * (`1.0rc` < `1.0` < `1.0.1`). A missing release equals every release, as `vercmp` has it.
 */
export const alpmOrdering: Ordering<AlpmVersion> = {
  parse(text) {
    const match = syntax.exec(text);
    if (!match) return undefined;
    const [, epoch = "0", version = "", release] = match;
    return {
      epoch,
      version: segments(version),
      release: release === undefined ? undefined : segments(release),
    };
  },
  compare(a, b) {
    return (
      compareDigits(a.epoch, b.epoch) ||
      compareSegments(a.version, b.version) ||
      (a.release && b.release ? compareSegments(a.release, b.release) : 0)
    );
  },
};

function segments(text: string): Segment[] {
  return [...text.matchAll(/([^A-Za-z0-9]*)(\d+|[A-Za-z]+)/g)].map(([, gap = "", run = ""]) => ({
    gap: gap.length,
    text: run,
  }));
}

function compareSegments(a: readonly Segment[], b: readonly Segment[]): number {
  const count = Math.max(a.length, b.length);
  for (let i = 0; i < count; i += 1) {
    const left = a[i];
    const right = b[i];
    if (!left || !right) return left ? weightOfRest(left) : -weightOfRest(right!);
    const difference = left.gap - right.gap || compareSegment(left.text, right.text);
    if (difference !== 0) return difference;
  }
  return 0;
}

function compareSegment(a: string, b: string): number {
  if (isNumber(a) !== isNumber(b)) return isNumber(a) ? 1 : -1;
  return isNumber(a) ? compareDigits(a, b) : compareText(a, b);
}

/** What follows makes a version newer, unless it is a word without a separator. */
function weightOfRest({ gap, text }: Segment): number {
  return gap === 0 && !isNumber(text) ? -1 : 1;
}

function isNumber(text: string): boolean {
  return text <= "9:";
}
