import { describeVex, type Finding, type VexClaim, type VexStatus } from "@plimsoll/core";
import type { VexStatement } from "../statement.ts";
import { createDecider, type Hit, type VexContext } from "./decide.ts";

/**
 * Applies VEX statements to findings of kind `vulnerability`. Of all that speak of one, the latest
 * counts; of several with the same time the one that names the package or the image most exactly,
 * and then the most cautious.
 *
 * `not_affected` suppresses. `fixed` suppresses where it names one version, the image by digest or the
 * package with its version: "fixed" without one does not say in which. `affected`, `under_investigation`
 * and any other `fixed` stay with the finding as `vulnerability.vex`. Findings that are suppressed
 * already keep their reason.
 */
export function applyVex(
  findings: readonly Finding[],
  statements: readonly VexStatement[],
  context: VexContext,
): Finding[] {
  if (statements.length === 0) return [...findings];
  const byName = indexByName(statements);
  const decider = createDecider(context);
  return findings.map((finding) => {
    if (finding.kind !== "vulnerability" || finding.vulnerability === undefined) return finding;
    const about = statementsAbout(finding.vulnerability, byName);
    if (about.length === 0) return finding;
    const decide = decider(finding);
    const hits = about.flatMap((statement) => decide(statement) ?? []);
    const [best] = hits.sort(compareHits);
    return best === undefined ? finding : withClaim(finding, finding.vulnerability, best);
  });
}

function indexByName(statements: readonly VexStatement[]): Map<string, VexStatement[]> {
  const index = new Map<string, VexStatement[]>();
  for (const statement of statements) {
    for (const name of new Set(statement.names.map((one) => one.toUpperCase()))) {
      const known = index.get(name);
      if (known) known.push(statement);
      else index.set(name, [statement]);
    }
  }
  return index;
}

/**
 * Statements that share a name with a vulnerability. An advisory (USN, RHSA, DSA …) that both sides
 * mention may speak of many: where both have CVEs, one of these must be the same.
 */
function statementsAbout(
  { id, aliases }: NonNullable<Finding["vulnerability"]>,
  byName: ReadonlyMap<string, readonly VexStatement[]>,
): VexStatement[] {
  const names = new Set([id, ...aliases].map((name) => name.toUpperCase()));
  const cves = cvesOf(names);
  const found = new Set([...names].flatMap((name) => byName.get(name) ?? []));
  return [...found].filter((statement) => {
    const theirs = cvesOf(statement.names.map((name) => name.toUpperCase()));
    return cves.length === 0 || theirs.length === 0 || theirs.some((cve) => cves.includes(cve));
  });
}

function cvesOf(names: Iterable<string>): string[] {
  return [...names].filter((name) => name.startsWith("CVE-"));
}

const caution: readonly VexStatus[] = ["affected", "under_investigation", "fixed", "not_affected"];

function compareHits(a: Hit, b: Hit): number {
  const [left, right] = [a.statement, b.statement];
  if (left.timestamp !== right.timestamp) return left.timestamp < right.timestamp ? 1 : -1;
  return (
    b.specificity - a.specificity || caution.indexOf(left.status) - caution.indexOf(right.status)
  );
}

function withClaim(
  finding: Finding,
  vulnerability: NonNullable<Finding["vulnerability"]>,
  { statement, isPinned }: Hit,
): Finding {
  const { status } = statement;
  const claim = claimOf(statement);
  const clears = status === "not_affected" || (status === "fixed" && isPinned);
  if (!clears) return { ...finding, vulnerability: { ...vulnerability, vex: claim } };
  if (finding.status !== "fail") return finding;
  return {
    ...finding,
    status: "suppressed",
    suppression: { reason: describeVex(claim), vex: claim },
  };
}

function claimOf({
  status,
  justification,
  impact,
  action,
  author,
  document,
  timestamp,
}: VexStatement): VexClaim {
  const statement = status === "not_affected" ? impact : action;
  return {
    status,
    ...(justification !== undefined && { justification }),
    ...(statement !== undefined && { statement }),
    ...(author !== "" && { author }),
    document,
    ...(timestamp !== "" && { timestamp }),
  };
}
