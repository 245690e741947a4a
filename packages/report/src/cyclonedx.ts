import type { Report } from "@plimsoll/core";
import { toCycloneDx } from "@plimsoll/scan";
import { formatJson } from "./escape/json.ts";

/**
 * The inventory of the report as CycloneDX 1.6 JSON: the software bill of materials. It is dated
 * as the report is, so that the same report always gives the same document.
 */
export function renderCycloneDx(report: Report): string {
  const document = toCycloneDx(report.inventory, report.subject, {
    toolVersion: report.tool.version,
    timestamp: report.timing.startedAt,
  });
  return formatJson(document);
}
