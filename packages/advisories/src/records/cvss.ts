import type { Rating } from "../advisory.ts";
import { compareText } from "../versions/ordering.ts";

/** The best CVSS score of a record's vectors: version 4 before 3 before 2. */
export type CvssScorer = (vectors: readonly string[]) => Rating | undefined;

/** Longest vector that is read: CVSS 4.0 with every metric stays under 200 characters. */
const maxVectorLength = 300;

/** Loads the calculator, which only a build of shards needs. */
export async function loadCvssScorer(): Promise<CvssScorer> {
  const { fromVector } = (await import("ae-cvss-calculator")).default;
  const known = new Map<string, number | undefined>();
  const scoreOf = (vector: string): number | undefined => {
    if (vector.length > maxVectorLength) return undefined;
    if (!known.has(vector)) known.set(vector, calculate(vector));
    return known.get(vector);
  };
  const calculate = (vector: string): number | undefined => {
    try {
      const cvss = fromVector(vector);
      return cvss?.isBaseFullyDefined() ? cvss.calculateScores().overall : undefined;
    } catch {
      // The calculator throws on some malformed vectors: a vector that cannot be scored is none.
      return undefined;
    }
  };
  return (vectors) => {
    const newestFirst = [...vectors].sort((a, b) => versionOf(b) - versionOf(a));
    for (const vector of newestFirst) {
      const score = scoreOf(vector);
      if (score !== undefined) return { score, vector };
    }
    return undefined;
  };
}

/** True when `a` is to be shown rather than `b`: of a newer version of CVSS, else higher. */
export function outranks(a: Rating, b: Rating): boolean {
  const difference =
    versionOf(a.vector) - versionOf(b.vector) ||
    a.score - b.score ||
    compareText(a.vector, b.vector);
  return difference > 0;
}

function versionOf(vector: string): number {
  const version = /^CVSS:(\d+(?:\.\d+)?)\//.exec(vector)?.[1];
  return version === undefined ? 2 : Number(version);
}
