import { compareDigits, type Ordering } from "./ordering.ts";

interface ComposerVersion {
  numbers: string[];
  stage: number;
  stageNumbers: string[];
  /** `1.0.0-beta2-dev` comes before `1.0.0-beta2`. */
  isDevelopment: boolean;
}

const syntax =
  /^v?(\d+(?:[.:_-]\d+)*)(?:[._-]?(stable|alpha|beta|patch|post|rc|pl|a|b|p)((?:[._-]?\d+)*))?([._-]?dev)?(?:\+[!-~]*)?$/;

const stableStage = 4;
const stages = new Map([
  ["a", 1],
  ["alpha", 1],
  ["b", 2],
  ["beta", 2],
  ["rc", 3],
  ["stable", stableStage],
  ["p", 5],
  ["pl", 5],
  ["patch", 5],
  ["post", 5],
]);

/**
 * The order of Packagist, getcomposer.org/doc/articles/versions.md and PHP's `version_compare`:
 * dev < alpha < beta < RC < release < patch. Names of branches (`dev-main`, `2.x-dev`) have no order.
 */
export const composerOrdering: Ordering<ComposerVersion> = {
  parse(text) {
    const match = syntax.exec(text.toLowerCase());
    if (!match) return undefined;
    const [, numbers = "", word, stageNumbers = "", dev] = match;
    const isDevelopment = dev !== undefined;
    const plainStage = isDevelopment ? 0 : stableStage;
    return {
      numbers: numbers.split(/[.:_-]/),
      stage: word === undefined ? plainStage : (stages.get(word) ?? plainStage),
      stageNumbers: stageNumbers.match(/\d+/g) ?? [],
      isDevelopment,
    };
  },
  compare(a, b) {
    return (
      compareLists(a.numbers, b.numbers, "0") ||
      a.stage - b.stage ||
      compareLists(a.stageNumbers, b.stageNumbers) ||
      Number(b.isDevelopment) - Number(a.isDevelopment)
    );
  },
};

/** Number by number; without `missing`, a list comes before its continuations. */
function compareLists(a: readonly string[], b: readonly string[], missing?: string): number {
  const count = Math.max(a.length, b.length);
  for (let i = 0; i < count; i += 1) {
    const left = a[i] ?? missing;
    const right = b[i] ?? missing;
    if (left === undefined || right === undefined) return a.length - b.length;
    const difference = compareDigits(left, right);
    if (difference !== 0) return difference;
  }
  return 0;
}
