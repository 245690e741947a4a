import { createFinding, type Finding } from "@plimsoll/core";
import type { VexFault } from "./statement.ts";

const mostShown = 5;

/**
 * Reports what of a VEX source is not applied, so that nobody believes that it was.
 *
 * @param where the file, folder or attestation
 */
export function noteVexFaults(where: string, faults: readonly VexFault[]): Finding[] {
  const [first] = faults;
  if (first === undefined) return [];
  const shown = faults.slice(0, mostShown).map(({ what, why }) => `${what}: ${why}.`);
  const more = faults.length - shown.length;
  const note = createFinding({
    rule: "vex-not-applied",
    kind: "policy",
    severity: "low",
    title:
      faults.length === 1
        ? `A part of the VEX data of ${where} is not applied`
        : `${faults.length} parts of the VEX data of ${where} are not applied`,
    description: [
      "What was said there changes no finding.",
      ...shown,
      ...(more > 0 ? [`And ${more} more.`] : []),
    ].join("\n"),
    evidence: { value: `${first.what}: ${first.why}`, source: where },
    fix: { description: "Have whoever wrote them correct them, or leave them out." },
    identity: [where],
  });
  return [note];
}
