import type { Incomplete } from "@plimsoll/core";
import type { AdvisoryStore } from "../store/store.ts";

/** Packages that were not matched: why, and how many of each kind. */
export interface Unmatched {
  /** Data that somebody could have given is missing: the inspection is incomplete. */
  readonly missing: Map<string, number>;
  /** Nobody publishes advisories for the kind, or the embedded baseline leaves it out as it says. */
  readonly uncovered: Map<string, number>;
}

/** Says which kinds of packages were not looked up although nothing went wrong; empty for none. */
export function describeUncovered({ uncovered }: Unmatched): string {
  if (uncovered.size === 0) return "";
  const kinds = [...uncovered].sort(([a], [b]) => (a < b ? -1 : 1));
  return `Not matched, because there are no advisories for them: ${kinds.map(([kind, count]) => `${count} ${kind}`).join(", ")}.`;
}

/**
 * Says that there are no advisories at hand for a kind of package.
 *
 * @param count how many packages of it there are; 0 when none could be listed
 */
export function describeMissing(kind: string, count: number, { info }: AdvisoryStore): Incomplete {
  const where = info.source === "baseline" ? "in the embedded baseline" : "in the folder given";
  return {
    code: "UNSUPPORTED",
    what: count > 0 ? `${count} ${kind}` : kind,
    why: `There are no advisories for ${kind} ${where}. Build advisories from a feed that has them with \`plimsoll advisories build\`.`,
  };
}
