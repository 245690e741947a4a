import type { Incomplete } from "@plimsoll/core";
import type { AdvisoryStore } from "../store/store.ts";

/** Packages that were not matched: why, and how many of each kind. */
export interface Unmatched {
  /** Data that somebody could have given is missing: the inspection is incomplete. */
  readonly missing: Map<string, number>;
  /** Nobody publishes advisories for the kind, or the embedded baseline leaves it out as it says. */
  readonly uncovered: Map<string, number>;
  /** Others than the distribution built them: its advisories do not speak of them. */
  readonly thirdParty: Map<string, number>;
  /** Packages of the distribution brought them: its advisories speak of those. */
  readonly owned: Map<string, number>;
}

/** Says which kinds of packages were not looked up although nothing went wrong; empty for none. */
export function describeUncovered({ uncovered, thirdParty, owned }: Unmatched): string {
  const sentences = [
    ["Not matched, because there are no advisories for them", uncovered],
    ["Not matched, because others than the distribution built them", thirdParty],
    ["Judged by the distribution's advisories for the packages that brought them", owned],
  ] as const;
  return sentences
    .filter(([, counts]) => counts.size > 0)
    .map(([why, counts]) => `${why}: ${listCounts(counts)}.`)
    .join(" ");
}

function listCounts(counts: ReadonlyMap<string, number>): string {
  const kinds = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  return kinds.map(([kind, count]) => `${count} ${kind}`).join(", ");
}

/**
 * Says that there are no advisories at hand for a kind of package.
 *
 * @param count how many packages of it there are; 0 when none could be listed
 */
export function describeMissing(kind: string, count: number, { info }: AdvisoryStore): Incomplete {
  const where = info.source === "baseline" ? "in the embedded baseline" : "among those at hand";
  return {
    code: "UNSUPPORTED",
    what: count > 0 ? `${count} ${kind}` : kind,
    why: `There are no advisories for ${kind} ${where}. Build advisories from a feed that has them with \`plimsoll advisories build\`.`,
  };
}
