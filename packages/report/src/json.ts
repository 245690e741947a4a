import { parseReport, type Report } from "@plimsoll/core";
import { formatJson } from "./escape/json.ts";

/**
 * The report as JSON, with the keys always in the schema's order, two spaces of indentation and a
 * line break at the end.
 *
 * @throws PlimsollError `MALFORMED` when the value is not a valid report
 */
export function renderJson(report: Report): string {
  // Parsing builds every object anew in the order of its schema.
  const ordered = parseReport(report);
  return formatJson({
    ...ordered,
    findings: ordered.findings.map((finding) => ({ ...finding, peers: sortKeys(finding.peers) })),
    timing: { ...ordered.timing, phases: sortKeys(ordered.timing.phases) },
  });
}

function sortKeys<Value>(record: Record<string, Value>): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
