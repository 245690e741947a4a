import type { Finding } from "@plimsoll/core";
import { formatCount } from "./words.ts";

/** Why a finding was suppressed, by whom and until when. */
export function describeSuppression({ suppression }: Finding): string {
  const { reason = "no reason given", by, expires } = suppression ?? {};
  const more = [by, expires === undefined ? undefined : `until ${expires}`].filter(
    (text) => text !== undefined,
  );
  return more.length === 0 ? reason : `${reason} (${more.join(", ")})`;
}

/** Who suppressed how many: `2 by .hadolint.yaml (hadolint)`, most first; lines of files do not count. */
export function listSuppressors(findings: readonly Finding[]): string[] {
  const counts = new Map<string, number>();
  for (const { status, suppression } of findings) {
    if (status !== "suppressed" || suppression === undefined) continue;
    const who = suppression.by ?? (suppression.vex ? "VEX" : "a waiver");
    const by = who.replace(/:\d+(?= \(|$)/, "");
    counts.set(by, (counts.get(by) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))
    .map(([by, count]) => `${formatCount(count)} by ${by}`);
}
