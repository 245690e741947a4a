import type { Finding, Report } from "@plimsoll/core";
import { escapeTerminal } from "../escape/terminal.ts";
import { describeBaseAdvice } from "../summary/base-advice.ts";
import { listOtherStatuses, listSeverities } from "../summary/count.ts";
import { describeDifference, findingsToShow, nameBase } from "../summary/difference.ts";
import {
  describeAdvisories,
  describeInventory,
  describePrivileges,
  describeSubject,
  describeTiming,
  describeTrust,
} from "../summary/facts.ts";
import { indexLayers } from "../summary/place.ts";
import { compareFindings, groupByKind, rankFailing } from "../summary/rank.ts";
import { describeSuppression, listSuppressors } from "../summary/suppression.ts";
import { countOf, formatCount, headlineOf } from "../summary/words.ts";
import { type FindingListOptions, renderAside, renderGroup } from "./findings.ts";
import { createStyle, type Style } from "./style.ts";
import { renderTargets } from "./targets.ts";
import { renderTrustTree } from "./trust.ts";
import { hangLine, wrapLine } from "./wrap.ts";

export interface TerminalOptions {
  /** Whether to colour. Default: no. */
  colour?: boolean;
  /** Columns to wrap at, at least 40. Default: 100. */
  width?: number;
  /** List every finding with all that is known of it, instead of the worst ten of each kind. Default: no. */
  verbose?: boolean;
}

/** Lines of a report of an audit, unless everything is asked for. */
const maxAuditLines = 80;
/** Column in which the values of the closing facts start. */
const factIndent = 14;

/**
 * The report for a person at a terminal: the answer, its reasons, what matters most, then the
 * circumstances. Ends in a line break.
 */
export function renderTerminal(report: Report, options: TerminalOptions = {}): string {
  const width = Math.max(options.width ?? 100, 40);
  const verbose = options.verbose ?? false;
  const style = createStyle(options.colour ?? false);
  const layers = indexLayers(report);
  const list: FindingListOptions = { width, verbose, style, layers };
  const isAudit = report.parts?.length === 1 && report.parts[0] === "audit";
  // What was there before is one line, unless everything is asked for.
  const shownFindings = verbose ? report.findings : findingsToShow(report);
  const ranked = rankFailing(isAudit ? report.findings : shownFindings);
  const suppressed = report.findings.filter(({ status }) => status === "suppressed");
  const unknown = report.findings.filter(({ status }) => status === "unknown");
  const head = renderHead(report, width, style);
  const groups = isAudit
    ? []
    : groupByKind(ranked).map(([kind, group]) => renderGroup(kind, group, list));
  const others = [
    renderAside(
      "Could not be checked",
      unknown.sort(compareFindings),
      (finding) => finding.statusReason ?? "no reason given",
      list,
    ),
    verbose
      ? renderAside("Suppressed", suppressed.sort(compareFindings), describeSuppression, list)
      : [],
    renderIncomplete(report, width, verbose, style),
    isAudit ? renderAuditFacts(report, width, style) : renderFacts(report, width, verbose, style),
  ];
  if (isAudit) {
    const taken = [head, ...others].map(countLines).reduce((sum, count) => sum + count, 0);
    groups.push(renderTargets(report.findings, maxAuditLines - taken, list));
  }
  const text = [head, renderDifference(report, width, style), ...groups, ...others]
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => line.trimEnd()).join("\n"))
    .join("\n\n");
  const shown = isAudit && !verbose ? cutLines(text, maxAuditLines) : text;
  return `${disarmWorkflowCommands(shown)}\n`;
}

/** Lines of a section and the empty one behind it. */
function countLines(section: readonly string[]): number {
  return section.length === 0 ? 0 : section.join("\n").split("\n").length + 1;
}

function cutLines(text: string, limit: number): string {
  const lines = text.split("\n");
  if (lines.length <= limit) return text;
  const left = lines.length - limit + 1;
  return [...lines.slice(0, limit - 1), `… ${formatCount(left)} more lines (--verbose)`].join("\n");
}

/**
 * In the log of a GitHub workflow a line that starts with `::` is a command, wherever the text came
 * from, and so is `##[`. Look-alikes of the same width take their place.
 */
function disarmWorkflowCommands(text: string): string {
  return text.replace(/^( *)::/gm, "$1∶∶").replaceAll("##[", "#♯[");
}

function renderHead(report: Report, width: number, style: Style): string[] {
  const { subject, verdict } = report;
  const answer = `⊖ ${verdict.result.toUpperCase()}  ${headlineOf(report)}`;
  const failing = report.findings.filter(({ status }) => status === "fail");
  const reasons = verdict.reasons.length > 0 ? verdict.reasons : [allClear(failing.length)];
  const identity = [subject.digest ?? subject.imageId ?? "", ...describeSubject(report)]
    .filter((text) => text !== "")
    .map((text) => escapeTerminal(text, 100));
  return [
    style.verdict[verdict.result](answer),
    ...hangLine("  ", escapeTerminal(subject.reference, 400), width),
    ...hangLine("  ", identity.join(" · "), width).map(style.dim),
    "",
    ...reasons.flatMap((reason) => hangLine("  • ", escapeTerminal(reason, 1_000), width)),
  ];
}

function allClear(failing: number): string {
  return failing === 0
    ? "Nothing was found that speaks against it."
    : `${countOf(failing, "finding")} of little weight ${failing === 1 ? "remains" : "remain"}.`;
}

function renderIncomplete(
  { incomplete }: Report,
  width: number,
  verbose: boolean,
  style: Style,
): string[] {
  if (incomplete.length === 0) return [];
  const shown = verbose ? incomplete : incomplete.slice(0, 10);
  const more = incomplete.length - shown.length;
  return [
    style.bold("Could not be inspected"),
    ...shown.flatMap(({ what, why, code }) =>
      hangLine(
        "  ",
        `${escapeTerminal(what, 200)}: ${escapeTerminal(why, 300)} (${escapeTerminal(code, 40)})`,
        width,
      ),
    ),
    ...(more > 0 ? [style.dim(`  … ${formatCount(more)} more`)] : []),
  ];
}

/** What changed since what the report is compared with. */
function renderDifference(report: Report, width: number, style: Style): string[] {
  const { difference } = report;
  if (difference === undefined) return [];
  const title = escapeTerminal(`Since ${nameBase(difference)}`, 300);
  return [
    ...hangLine("", title, width).map(style.bold),
    ...describeDifference(report).flatMap(([label, line]) => {
      const wrapped = wrapLine(escapeTerminal(line, 1_000), width, factIndent);
      return [style.dim(label.padEnd(factIndent)) + wrapped.join("\n")];
    }),
  ];
}

function renderFacts(report: Report, width: number, verbose: boolean, style: Style): string[] {
  const failing = report.findings.filter(({ status }) => status === "fail");
  const findings = [
    failing.length === 0
      ? "nothing failed"
      : `${countOf(failing.length, "finding")} (${listSeverities(failing)})`,
    ...listOtherStatuses(report.findings),
  ];
  const fact = (label: string, text: string) => {
    const wrapped = wrapLine(escapeTerminal(text, 1_000), width, factIndent);
    return [style.dim(label.padEnd(factIndent)) + wrapped.join("\n")];
  };
  return [
    ...fact("Findings", findings.join(" · ")),
    ...(report.inventory.packages.length + report.inventory.layers.length > 0
      ? fact("Inventory", describeInventory(report).join(" · "))
      : []),
    ...describeBaseAdvice(report).flatMap((line, i) => fact(i === 0 ? "Other bases" : "", line)),
    ...describePrivileges(report)
      .slice(0, verbose ? undefined : 6)
      .flatMap((line, i) => fact(i === 0 ? "Privileges" : "", line)),
    ...(verbose ? renderPrivilegeDetails(report, fact) : []),
    ...fact("Trust", describeTrust(report)),
    ...renderTrustTree(report, {
      width,
      style,
      indent: factIndent,
      maxLines: verbose || isTrustAlone(report) ? 2_000 : 24,
    }),
    ...fact("Advisories", describeAdvisories(report)),
    ...fact("Time", describeTiming(report)),
  ];
}

/** Who asks for nothing else wants to see all of it. */
function isTrustAlone({ parts }: Report): boolean {
  return parts?.length === 1 && parts[0] === "trust";
}

/** What an audit tells besides its findings: their number, what was waived by whom, the time. */
function renderAuditFacts(report: Report, width: number, style: Style): string[] {
  const failing = report.findings.filter(({ status }) => status === "fail");
  const fact = (label: string, text: string) => {
    const wrapped = wrapLine(escapeTerminal(text, 600), width, factIndent);
    return [style.dim(label.padEnd(factIndent)) + wrapped.join("\n")];
  };
  const all = [
    failing.length === 0
      ? "nothing failed"
      : `${countOf(failing.length, "finding")} (${listSeverities(failing)})`,
    ...listOtherStatuses(report.findings),
  ];
  const fixable = listFixable(failing);
  const suppressors = listSuppressors(report.findings);
  return [
    ...fact("Findings", all.join(" · ")),
    ...(fixable.length > 0 ? fact("Fixable", fixable.join(" · ")) : []),
    ...(suppressors.length > 0 ? fact("Suppressed", suppressors.join(" · ")) : []),
    ...fact("Time", describeTiming(report)),
  ];
}

/** How many findings a machine can mend: `3 by --fix`, `12 by --fix=unsafe`. */
function listFixable(failing: readonly Finding[]): string[] {
  const withEdits = failing.filter(({ fix }) => fix?.edits !== undefined && fix.edits.length > 0);
  const unsafe = withEdits.filter(({ fix }) => fix?.tier === "unsafe").length;
  const safe = withEdits.length - unsafe;
  return [
    ...(safe > 0 ? [`${formatCount(safe)} by --fix`] : []),
    ...(unsafe > 0 ? [`${formatCount(unsafe)}${safe > 0 ? " more" : ""} by --fix=unsafe`] : []),
  ];
}

function renderPrivilegeDetails(
  { privileges }: Report,
  fact: (label: string, text: string) => string[],
): string[] {
  return [
    ...privileges.containers.flatMap(({ effective }) =>
      effective.flatMap(({ name, from, lets }) => fact("", `${name} (${from}): ${lets}`)),
    ),
    ...privileges.files.flatMap(({ path, mode, lets }) => fact("", `${path} ${mode}: ${lets}`)),
  ];
}
