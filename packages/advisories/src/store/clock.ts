import type { ShardIndex } from "../shards/index-format.ts";

/** Clocks of two machines may differ by a time zone; by more than a day one of them is wrong. */
const toleranceMs = 24 * 60 * 60 * 1000;

/** Says that a table of contents is dated in the future; `undefined` when it is not. */
export function describeFuture({ created }: ShardIndex, now: Date): string | undefined {
  if (Date.parse(created) - now.getTime() <= toleranceMs) return undefined;
  return `The advisories are dated in the future (${created}); the clock of this machine says ${now.toISOString()}. One of the two is wrong.`;
}
