import type { Report } from "@plimsoll/core";
import { toSyft } from "@plimsoll/scan";
import { formatJson } from "./escape/json.ts";

/** The inventory of the report as the JSON of Syft, which Grype reads. It has no date. */
export function renderSyft({ inventory, subject, tool }: Report): string {
  return formatJson(toSyft(inventory, subject, { toolVersion: tool.version }));
}
