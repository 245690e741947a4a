import type { Finding, Report } from "@plimsoll/core";
import { applyIgnores } from "@plimsoll/policy";
import type { CheckContext } from "../check/context.ts";
import { matchInventory, openStore } from "../check/match.ts";
import { applyVexDocuments } from "../check/vex/apply.ts";

/** Rules whose findings come from advisories, and are out of date in an earlier report. */
const matchedRules: ReadonlySet<string> = new Set([
  "vulnerable-package",
  "malicious-package",
  "distribution-end-of-life",
  "vex-not-applied",
]);

/**
 * An earlier report as it would be today: its packages are matched against the advisories at hand, and
 * the waivers and VEX documents of today's configuration are applied. Everything else stays as it was.
 */
export async function rematch(report: Report, context: CheckContext): Promise<Report> {
  const { config, now, parts } = context;
  const hasPackages = report.parts === undefined || report.parts.includes("vulnerabilities");
  if (!hasPackages || !parts.has("vulnerabilities")) return report;
  const { inventory, subject, trust } = report;
  const matched = await matchInventory(inventory, await openStore(context), context);
  const inspected = { subject, trust, ...matched };
  const attributed = matched.findings.map((finding) => attribute(finding, report));
  const { findings, incomplete } = await applyVexDocuments(attributed, inspected, context);
  const today = now.toISOString().slice(0, 10);
  const kept = report.findings.filter(({ rule }) => !matchedRules.has(rule));
  return {
    ...report,
    inventory: matched.inventory,
    ...(matched.advisories && { advisories: matched.advisories }),
    findings: applyIgnores([...findings, ...kept], config.ignore, today, subject.reference),
    incomplete: [...report.incomplete, ...matched.incomplete, ...incomplete],
  };
}

/** What the layers told of a package then holds for what is known against it now. */
function attribute(finding: Finding, { inventory }: Report): Finding {
  const { layer } = finding.location ?? {};
  const brought = inventory.layers.find(({ diffId }) => diffId === layer);
  return brought?.inBase === undefined ? finding : { ...finding, inBase: brought.inBase };
}
