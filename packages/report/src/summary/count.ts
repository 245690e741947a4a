import type { Finding, FindingStatus, Inventory, Severity } from "@plimsoll/core";
import { countOf, formatCount, severityOrder, severityWords } from "./words.ts";

/** How many findings have each status. */
export function countStatuses(findings: readonly Finding[]): Record<FindingStatus, number> {
  const counts = { pass: 0, fail: 0, notApplicable: 0, unknown: 0, suppressed: 0 };
  for (const { status } of findings) counts[status] += 1;
  return counts;
}

/** How many findings have each severity. */
export function countSeverities(findings: readonly Finding[]): Record<Severity, number> {
  const counts = { critical: 0, high: 0, medium: 0, unknown: 0, low: 0, negligible: 0 };
  for (const { severity } of findings) counts[severity] += 1;
  return counts;
}

/** `1 critical, 2 high`, worst first. */
export function listSeverities(findings: readonly Finding[]): string {
  const counts = countSeverities(findings);
  return severityOrder
    .filter((severity) => counts[severity] > 0)
    .map((severity) => `${formatCount(counts[severity])} ${severityWords[severity]}`)
    .join(", ");
}

/** Number of packages by type, most first. */
export function countPackageTypes(inventory: Inventory): [type: string, count: number][] {
  const counts = new Map<string, number>();
  for (const { type } of inventory.packages) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts].sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1));
}

/** What failed is listed; this is the rest: `120 checks passed, 3 suppressed`. */
export function listOtherStatuses(findings: readonly Finding[]): string[] {
  const counts = countStatuses(findings);
  return [
    counts.suppressed > 0 ? `${formatCount(counts.suppressed)} suppressed${byVex(findings)}` : "",
    counts.unknown > 0 ? `${formatCount(counts.unknown)} could not be checked` : "",
    counts.pass > 0 ? `${countOf(counts.pass, "check")} passed` : "",
    counts.notApplicable > 0 ? `${formatCount(counts.notApplicable)} not applicable` : "",
  ].filter((text) => text !== "");
}

/** How many of the suppressed ones a supplier's statement clears, and not a waiver. */
function byVex(findings: readonly Finding[]): string {
  const cleared = findings.filter(
    ({ status, suppression }) =>
      status === "suppressed" && suppression?.vex?.document !== undefined,
  );
  return cleared.length === 0 ? "" : `, ${formatCount(cleared.length)} by VEX`;
}
