import type { Affected, Interval } from "../advisory.ts";
import { isNever } from "./affected.ts";

const mostIntervals = 6;

/** A run of affected versions as people write it: `>= 1.0, < 1.2`. */
export function describeInterval(interval: Interval): string {
  if (isNever(interval)) return "no version";
  const { introduced, fixed, lastAffected, limit } = interval;
  const ends = [
    introduced === "0" ? undefined : `>= ${introduced}`,
    fixed === undefined ? undefined : `< ${fixed}`,
    lastAffected === undefined ? undefined : `<= ${lastAffected}`,
    limit === undefined ? undefined : `< ${limit}`,
  ].filter((end) => end !== undefined);
  return ends.length === 0 ? "all versions" : ends.join(", ");
}

/** All that an advisory calls affected, cut after a few runs: `< 1.2, or >= 2.0, < 2.1`. */
export function describeAffected({
  intervals,
  versions,
}: Pick<Affected, "intervals" | "versions">): string {
  const runs = intervals.slice(0, mostIntervals).map(describeInterval);
  const more = intervals.length - runs.length;
  return [
    ...runs,
    ...(more > 0 ? [`${more} more ranges`] : []),
    ...(versions.length > 0 ? [`${versions.length} listed versions`] : []),
  ].join(", or ");
}
