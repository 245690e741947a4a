import {
  type Difference,
  type Finding,
  type Incomplete,
  isPlimsollError,
  type Report,
  toPlimsollError,
} from "@plimsoll/core";
import type { CheckContext } from "../check/context.ts";
import { type CheckSide, earlierSources, readSide, type Side } from "./read-side.ts";

/** What the report is compared with, read before the verdict. */
export interface Comparison {
  /** Fingerprints of findings that it has, too. */
  known: ReadonlySet<string>;
  /** What changed, from the finished report. */
  difference(report: Report): Difference;
}

/**
 * Reads what `compare-with` names. When that cannot be had, it is listed, and every finding counts as new.
 *
 * @throws PlimsollError `ABORTED`
 */
export async function openComparison(
  head: { findings: readonly Finding[]; parts?: string[]; sources: string[] },
  context: CheckContext,
  check: CheckSide,
): Promise<{ comparison?: Comparison; incomplete: Incomplete[] }> {
  const reference = context.config["compare-with"];
  if (reference === undefined) return { incomplete: [] };
  const { compareReports, knownBefore } = await import("@plimsoll/report");
  let side: Side;
  try {
    side = await readSide(reference, earlierSources(context), context, check);
  } catch (error) {
    if (isPlimsollError(error) && error.code === "ABORTED") throw error;
    const { code, message } = toPlimsollError(error, "INTERNAL", "It cannot be compared with");
    return { incomplete: [{ code, what: `comparison with ${reference}`, why: message }] };
  }
  const { report: base, about } = side;
  return {
    comparison: {
      known: knownBefore({ ...head, findings: [...head.findings] }, base),
      difference: (report) => compareReports(report, base, about),
    },
    incomplete: [],
  };
}
