import type { Severity } from "@plimsoll/core";

/** CVSS 3.1 and 4.0, "Qualitative Severity Rating Scale". */
export function severityOfScore(score: number): Severity {
  if (score >= 9) return "critical";
  if (score >= 7) return "high";
  if (score >= 4) return "medium";
  return score > 0 ? "low" : "negligible";
}
