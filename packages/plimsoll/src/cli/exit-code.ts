import type { Report } from "@plimsoll/core";
import { exitCodes } from "./command.ts";

/** A refusal outweighs an incomplete inspection: it stands whatever else would have been found. */
export function exitCodeOf(report: Report): number {
  if (report.verdict.result === "fail") return exitCodes.refused;
  return report.incomplete.length > 0 ? exitCodes.incomplete : exitCodes.accepted;
}
