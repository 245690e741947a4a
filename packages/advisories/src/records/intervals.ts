import type { Interval } from "../advisory.ts";
import {
  compareParsed,
  type ParsedVersion,
  parseVersion,
  type VersionScheme,
} from "../versions/compare.ts";
import { maxVersionLength } from "../versions/ordering.ts";
import type { RecordEvent } from "./record.ts";

interface Point extends RecordEvent {
  /** `undefined` for "0", which is before every version. */
  parsed: ParsedVersion | undefined;
}

/**
 * The runs of affected versions that a range's events describe (OSV schema, "Evaluation").
 * `undefined` when a version in them cannot be compared.
 */
export function toIntervals(
  scheme: VersionScheme,
  events: readonly RecordEvent[],
): Interval[] | undefined {
  const points: Point[] = [];
  for (const event of events) {
    // A limit of "*" is no limit.
    if (event.type === "limit" && event.version === "*") continue;
    const parsed = event.version === "0" ? undefined : parseVersion(scheme, event.version);
    if (!parsed && event.version !== "0") return undefined;
    points.push({ ...event, parsed });
  }
  const limits = points.filter(({ type }) => type === "limit").sort(comparePoints);
  const changes = points.filter(({ type }) => type !== "limit").sort(comparePoints);
  return applyLimit(walk(changes), limits.at(-1));
}

/** Stands for a range that cannot be compared: no version is known to be in it or outside of it. */
export function unreadableInterval(
  scheme: VersionScheme,
  events: readonly RecordEvent[],
): Interval {
  const unreadable = events.find(({ version }) => !parseVersion(scheme, version));
  return {
    introduced: "0",
    lastAffected: (unreadable?.version ?? "").slice(0, maxVersionLength),
  };
}

function walk(changes: readonly Point[]): Interval[] {
  const intervals: Interval[] = [];
  let introduced: Point | undefined;
  for (const point of changes) {
    if (point.type === "introduced") {
      introduced ??= point;
    } else if (introduced) {
      const isFixed = point.type === "fixed";
      // "Fixed in the version that introduced it" says that nothing is affected.
      if (!isFixed || comparePoints(introduced, point) < 0) {
        intervals.push({
          introduced: introduced.version,
          ...(isFixed ? { fixed: point.version } : { lastAffected: point.version }),
        });
      }
      introduced = undefined;
    }
  }
  if (introduced) intervals.push({ introduced: introduced.version });
  return intervals;
}

function applyLimit(intervals: Interval[], limit: Point | undefined): Interval[] {
  if (!limit) return intervals;
  // Feeds use a limit for open ranges only; a closed one ends before it.
  return intervals.map((interval) =>
    interval.fixed === undefined && interval.lastAffected === undefined
      ? { introduced: interval.introduced, limit: limit.version }
      : interval,
  );
}

/** The sort is stable: events at the same version keep the order in which they are written. */
function comparePoints(a: Point, b: Point): number {
  if (!a.parsed || !b.parsed)
    return Number(a.parsed !== undefined) - Number(b.parsed !== undefined);
  return compareParsed(a.parsed, b.parsed);
}
