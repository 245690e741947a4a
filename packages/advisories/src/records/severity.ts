import type { Severity } from "@plimsoll/core";
import type { Rating } from "../advisory.ts";
import { severityOfScore } from "../severity.ts";
import type { AdvisoryRecord, RecordAffected } from "./record.ts";

// GHSA says MODERATE; Debian's urgency `unimportant` means that no supported use is affected
// (security-team.debian.org/security_tracker.html); Red Hat's and its rebuilds' "Important" is high.
const words = new Map<string, Severity>([
  ["negligible", "negligible"],
  ["unimportant", "negligible"],
  ["low", "low"],
  ["moderate", "medium"],
  ["medium", "medium"],
  ["important", "high"],
  ["high", "high"],
  ["critical", "critical"],
]);

/** The severity: the distribution's word first, then the ecosystem's, then CVSS. */
export function severityOf(
  record: AdvisoryRecord,
  affected: RecordAffected,
  cvss: Rating | undefined,
): Severity {
  const rated = [...affected.severities, ...record.severities].filter(
    ({ type }) => !type.startsWith("CVSS"),
  );
  const candidates = [
    affected.urgency,
    ...rated.map(({ score }) => score),
    erratumWord(record),
    record.severityWord,
  ];
  for (const word of candidates) {
    const severity = words.get(word.toLowerCase());
    if (severity) return severity;
  }
  if (cvss) return severityOfScore(cvss.score);
  return isMalicious(record.id) ? "critical" : "unknown";
}

/** A package made to do harm (github.com/ossf/malicious-packages), which nobody rates. */
function isMalicious(id: string): boolean {
  return id.startsWith("MAL-");
}

/** AlmaLinux and Rocky write the severity in front of the title: "Important: httpd security update". */
function erratumWord({ id, summary }: AdvisoryRecord): string {
  if (!/^(?:ALSA|RLSA)-/.test(id)) return "";
  return /^(Low|Moderate|Important|Critical): /.exec(summary)?.[1] ?? "";
}
