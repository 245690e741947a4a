import type { Report } from "@plimsoll/core";
import { toSpdx2, toSpdx3 } from "@plimsoll/scan";
import { formatJson } from "./escape/json.ts";

/** The inventory of the report as SPDX 2.3 JSON, dated as the report is. */
export function renderSpdx2(report: Report): string {
  return formatJson(toSpdx2(report.inventory, report.subject, optionsOf(report)));
}

/** The inventory of the report as SPDX 3.0.1 JSON-LD, dated as the report is. */
export function renderSpdx3(report: Report): string {
  return formatJson(toSpdx3(report.inventory, report.subject, optionsOf(report)));
}

function optionsOf({ tool, timing }: Report) {
  return { toolVersion: tool.version, timestamp: timing.startedAt };
}
