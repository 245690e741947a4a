import { compareDigits, compareText, type Ordering } from "./ordering.ts";

interface ConanVersion {
  main: string[];
  /** `undefined` for a release. */
  prerelease: string[] | undefined;
  build: string[] | undefined;
}

const syntax = /^([A-Za-z0-9_.]+)(?:-([A-Za-z0-9_.-]+))?(?:\+([A-Za-z0-9_.-]+))?$/;

/**
 * The order of Conan 2, docs.conan.io/2/tutorial/versioning/version_ranges.html: Semantic Versioning
 * with any count of parts, words among them, and builds that count. A number and a word are
 * compared as texts, so that versions which mix them in one place (`9`, `10`, `1a`) have no
 * consistent order.
 */
export const conanOrdering: Ordering<ConanVersion> = {
  parse(text) {
    const match = syntax.exec(text);
    if (!match) return undefined;
    const [, main = "", prerelease, build] = match;
    return {
      main: items(main),
      prerelease: prerelease === undefined ? undefined : items(prerelease),
      build: build === undefined ? undefined : items(build),
    };
  },
  compare(a, b) {
    return (
      compareItems(a.main, b.main) ||
      Number(a.prerelease === undefined) - Number(b.prerelease === undefined) ||
      compareItems(a.prerelease ?? [], b.prerelease ?? []) ||
      Number(a.build !== undefined) - Number(b.build !== undefined) ||
      compareItems(a.build ?? [], b.build ?? [])
    );
  },
};

/** Zeros at the end do not count. */
function items(text: string): string[] {
  const parts = text.split(".");
  while (/^0+$/.test(parts.at(-1) ?? "")) parts.pop();
  return parts;
}

function compareItems(a: readonly string[], b: readonly string[]): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i += 1) {
    const difference = compareItem(a[i]!, b[i]!);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function compareItem(a: string, b: string): number {
  const areNumbers = /^\d+$/.test(a) && /^\d+$/.test(b);
  return areNumbers ? compareDigits(a, b) : compareText(a, b);
}
