import { type Incomplete, toPlimsollError } from "@plimsoll/core";
import type { AdvisoryShard } from "../advisory.ts";
import type { Hit } from "./vulnerability.ts";

/**
 * Adds to hits what is needed to show them, which a shard keeps apart. Without it they stand, and
 * `incomplete` says so once for each shard.
 */
export async function describeHits(
  hits: readonly Hit[],
  shard: AdvisoryShard,
  incomplete: Incomplete[],
): Promise<readonly Hit[]> {
  if (hits.length === 0 || !shard.describe) return hits;
  try {
    const described = await shard.describe(hits.map(({ advisory }) => advisory));
    return hits.map((hit, at) => ({ ...hit, advisory: described[at] ?? hit.advisory }));
  } catch (error) {
    const what = `descriptions of the advisories for ${shard.key}`;
    if (!incomplete.some((known) => known.what === what)) {
      const { code, message } = toPlimsollError(error, "INTERNAL", "They could not be read");
      incomplete.push({ code, what, why: message });
    }
    return hits;
  }
}
