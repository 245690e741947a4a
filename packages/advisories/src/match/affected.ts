import type { Affected, Interval } from "../advisory.ts";
import {
  compareParsed,
  type ParsedVersion,
  parseVersion,
  type VersionScheme,
} from "../versions/compare.ts";

/** What an advisory's ranges say about one installed version. */
export type Judgement =
  | {
      readonly affected: true;
      readonly fixedVersion?: string;
      /** The run of affected versions that holds the installed one; absent when it is listed by itself. */
      readonly interval?: Interval;
    }
  | { readonly affected: false }
  /** A version cannot be read: nothing may be concluded. */
  | undefined;

/** Judges an installed version by the intervals and versions of an advisory (OSV schema, "Evaluation"). */
export function judgeVersion(
  scheme: VersionScheme,
  installed: string,
  { intervals, versions }: Pick<Affected, "intervals" | "versions">,
): Judgement {
  if (versions.includes(installed)) {
    return { affected: true, ...lowestFixAbove(scheme, installed, intervals) };
  }
  const version = parseVersion(scheme, installed);
  // A version that starts from the beginning and has no end needs no comparison.
  if (!version) {
    const everything = intervals.find(isEverything);
    return everything && { affected: true, interval: everything };
  }
  let isComparable = true;
  for (const interval of intervals) {
    const inside = isInside(scheme, version, interval);
    if (inside === undefined) isComparable = false;
    else if (inside) {
      return {
        affected: true,
        interval,
        ...(interval.fixed !== undefined && { fixedVersion: interval.fixed }),
      };
    }
  }
  for (const listed of versions) {
    const other = parseVersion(scheme, listed);
    if (other && compareParsed(version, other) === 0) {
      return { affected: true, ...lowestFixAbove(scheme, installed, intervals) };
    }
  }
  return isComparable ? { affected: false } : undefined;
}

/** True for what a distribution calls not affected in any version: "fixed in 0". */
export function isNever({ introduced, fixed }: Interval): boolean {
  return introduced === "0" && fixed === "0";
}

function isEverything({ introduced, fixed, lastAffected, limit }: Interval): boolean {
  return introduced === "0" && fixed === undefined && lastAffected === undefined && !limit;
}

/** Whether `version` lies in the interval; `undefined` when one of its ends cannot be read. */
export function isInside(
  scheme: VersionScheme,
  version: ParsedVersion,
  { introduced, fixed, lastAffected, limit }: Interval,
): boolean | undefined {
  // Versions that distributions never ship are "before 0": fixed in 0 means not affected.
  const end = fixed ?? limit;
  if (end === "0") return false;
  if (introduced !== "0") {
    const first = parseVersion(scheme, introduced);
    if (!first) return undefined;
    if (compareParsed(version, first) < 0) return false;
  }
  if (end !== undefined) {
    const last = parseVersion(scheme, end);
    return last && compareParsed(version, last) < 0;
  }
  if (lastAffected === undefined) return true;
  const last = parseVersion(scheme, lastAffected);
  return last && compareParsed(version, last) <= 0;
}

function lowestFixAbove(
  scheme: VersionScheme,
  installed: string,
  intervals: readonly Interval[],
): { fixedVersion?: string } {
  const version = parseVersion(scheme, installed);
  if (!version) return {};
  let lowest: { text: string; parsed: ParsedVersion } | undefined;
  for (const { fixed } of intervals) {
    const parsed = fixed === undefined ? undefined : parseVersion(scheme, fixed);
    if (!parsed || fixed === undefined || compareParsed(parsed, version) <= 0) continue;
    if (!lowest || compareParsed(parsed, lowest.parsed) < 0) lowest = { text: fixed, parsed };
  }
  return lowest ? { fixedVersion: lowest.text } : {};
}
