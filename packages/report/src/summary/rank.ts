import type { Finding, FindingKind } from "@plimsoll/core";
import { kindOrder, severityOrder } from "./words.ts";

/** Failing findings, worst first: severity, kind, exploited, risk, fixable before not, CVSS score, then name. */
export function rankFailing(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ status }) => status === "fail").sort(compareFindings);
}

/** Orders findings by how much they matter, the same whatever order they came in. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    severityOrder.indexOf(a.severity) - severityOrder.indexOf(b.severity) ||
    kindOrder.indexOf(a.kind) - kindOrder.indexOf(b.kind) ||
    Number(isExploited(b)) - Number(isExploited(a)) ||
    (b.vulnerability?.risk ?? 0) - (a.vulnerability?.risk ?? 0) ||
    Number(isFixable(b)) - Number(isFixable(a)) ||
    (b.vulnerability?.cvss?.score ?? 0) - (a.vulnerability?.cvss?.score ?? 0) ||
    compareText(a.vulnerability?.id ?? a.title, b.vulnerability?.id ?? b.title) ||
    compareText(a.package?.name ?? "", b.package?.name ?? "") ||
    compareText(a.fingerprint, b.fingerprint)
  );
}

/** Findings by kind, the kinds in reading order, empty kinds left out. */
export function groupByKind(findings: readonly Finding[]): [FindingKind, Finding[]][] {
  return kindOrder
    .map((kind): [FindingKind, Finding[]] => [
      kind,
      findings.filter((finding) => finding.kind === kind),
    ])
    .filter(([, group]) => group.length > 0);
}

function isExploited({ vulnerability }: Finding): boolean {
  return vulnerability?.kev !== undefined;
}

function isFixable({ vulnerability, fix }: Finding): boolean {
  return vulnerability === undefined ? fix !== undefined : vulnerability.fixedVersion !== undefined;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
