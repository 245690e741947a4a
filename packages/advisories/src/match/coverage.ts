import type { Incomplete } from "@plimsoll/core";
import type { AdvisoryStore } from "../store/store.ts";

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
