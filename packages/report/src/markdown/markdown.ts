import type { Difference, Finding, Report } from "@plimsoll/core";
import { escapeMarkdown, markdownCode } from "../escape/markdown.ts";
import { clip } from "../escape/plain.ts";
import { describeBaseAdvice } from "../summary/base-advice.ts";
import { countSeverities, listOtherStatuses, listSeverities } from "../summary/count.ts";
import {
  changesByKind,
  describeDifference,
  findingsToShow,
  nameBase,
  splitByAge,
} from "../summary/difference.ts";
import { describeInventory, describeProvenance, describeTrust } from "../summary/facts.ts";
import { indexLayers } from "../summary/place.ts";
import { compareFindings, groupByKind, rankFailing } from "../summary/rank.ts";
import { describeSuppression } from "../summary/suppression.ts";
import {
  countOf,
  formatCount,
  headlineOf,
  kindWords,
  severityOrder,
  severityWords,
} from "../summary/words.ts";
import { countCodePoints, fillSections, type Section } from "./budget.ts";
import { asideRow, findingRow, findingTableHead, fixRows } from "./findings.ts";

export interface MarkdownOptions {
  /**
   * Longest result in code points. Default: 65,000, which leaves room below the 65,536 that GitHub
   * accepts in a comment.
   */
  maxCodePoints?: number;
  /** Text of the heading before the verdict, e.g. the name of a job; shown as plain text. */
  heading?: string;
  /** An HTML comment by which the text is found again, put first as it is: never text out of an image. */
  marker?: string;
}

/** How many findings are shown unfolded. */
const topCount = 10;
const verdictMarks = { pass: "✅", warn: "⚠️", fail: "❌" } as const;

/**
 * The report as GitHub Markdown, for a comment or a job summary: the answer, a table of counts,
 * the ten findings that matter most, and everything else folded away. Too long a text is cut by
 * whole rows.
 */
export function renderMarkdown(report: Report, options: MarkdownOptions = {}): string {
  const limit = Math.max(0, Math.floor(options.maxCodePoints ?? 65_000));
  const head = renderHead(report, options);
  const foot = renderFoot(report);
  const left = limit - countCodePoints(head) - countCodePoints(foot);
  if (left < 0) return clip(head, limit);
  return head + fillSections(sectionsOf(report), left) + foot;
}

function renderHead(report: Report, { heading, marker }: MarkdownOptions): string {
  const { subject, verdict } = report;
  const title = heading === undefined ? "" : `${escapeMarkdown(heading, 120)}: `;
  const answer = `${verdictMarks[verdict.result]} ${headlineOf(report)}`;
  return [
    marker === undefined ? "" : `${marker}\n`,
    `### ${title}${answer}\n\n`,
    `${markdownCode(subject.reference, 300)}\n\n`,
    verdict.reasons
      .slice(0, 20)
      .map((reason) => `- ${escapeMarkdown(reason, 600)}\n`)
      .join(""),
  ].join("");
}

function renderFoot(report: Report): string {
  const parts = describeProvenance(report).map((part) => escapeMarkdown(part, 300));
  return `\n<sub>⊖ ${parts.join(" · ")}</sub>\n`;
}

function sectionsOf(report: Report): Section[] {
  const layers = indexLayers(report);
  const { old } = splitByAge(report);
  const ranked = rankFailing(findingsToShow(report));
  const rows = ranked.map((finding) => findingRow(finding, layers));
  const suppressed = report.findings.filter(({ status }) => status === "suppressed");
  const unknown = report.findings.filter(({ status }) => status === "unknown");
  return [
    report.difference === undefined ? countTable(report) : differenceTable(report),
    {
      head: `\n#### ${report.difference === undefined ? "What matters most" : "What is new"}\n\n${findingTableHead}`,
      rows: rows.slice(0, topCount),
      more: andMore,
      foot: "",
    },
    folded(`How to fix`, [...baseRows(report), ...fixRows(ranked)]),
    folded(
      `All other findings (${formatCount(Math.max(0, rows.length - topCount))})`,
      rows.slice(topCount),
      findingTableHead,
    ),
    ...(report.difference === undefined ? [] : changeSections(report.difference, report)),
    folded(
      `There before (${formatCount(old.length)}${listed(old)})`,
      rankFailing(old).map((finding) => findingRow(finding, layers)),
      findingTableHead,
    ),
    folded(`Could not be inspected (${formatCount(report.incomplete.length + unknown.length)})`, [
      ...report.incomplete.map(
        ({ what, why }) => `- ${markdownCode(what, 200)}: ${escapeMarkdown(why, 300)}\n`,
      ),
      ...unknown
        .sort(compareFindings)
        .map((finding) => asideRow(finding, finding.statusReason ?? "no reason given")),
    ]),
    folded(
      `Suppressed (${formatCount(suppressed.length)})`,
      suppressed
        .sort(compareFindings)
        .map((finding) => asideRow(finding, describeSuppression(finding))),
    ),
    folded("What was looked at", factRows(report)),
  ].filter(({ rows }) => rows.length > 0);
}

/** Changing the base image settles most at once, so it comes first. */
function baseRows(report: Report): string[] {
  const edit = report.baseAdvice?.edits?.[0];
  return [
    ...describeBaseAdvice(report).map((line) => `- ${escapeMarkdown(line, 400)}\n`),
    ...(edit
      ? [
          `- ${markdownCode(`${edit.path}:${edit.startLine}`, 200)}: ${markdownCode(edit.replacement.trim(), 300)}\n`,
        ]
      : []),
  ];
}

function countTable(report: Report): Section {
  const groups = groupByKind(report.findings.filter(({ status }) => status === "fail"));
  const words = severityOrder.map((severity) => severityWords[severity]);
  return {
    head: `\n| | ${words.join(" | ")} |\n| :-- |${" --: |".repeat(words.length)}\n`,
    rows: groups.map(([kind, group]) => {
      const counts = countSeverities(group);
      const cells = severityOrder.map((severity) =>
        counts[severity] === 0 ? "·" : formatCount(counts[severity]),
      );
      return `| ${kindWords[kind]} | ${cells.join(" | ")} |\n`;
    }),
    more: () => "",
    foot: "",
  };
}

/** What came, went and stayed, by kind. */
function differenceTable(report: Report): Section {
  const base = report.difference === undefined ? "" : nameBase(report.difference);
  const cell = (findings: readonly Finding[]) =>
    findings.length === 0 ? "·" : `${formatCount(findings.length)}${listed(findings)}`;
  return {
    head: `\nCompared with ${markdownCode(base, 300)}:\n\n| | new | fixed | there before |\n| :-- | --: | --: | --: |\n`,
    rows: changesByKind(report).map(
      ({ kind, fresh, fixed, old }) =>
        `| ${kindWords[kind]} | ${cell(fresh)} | ${cell(fixed)} | ${cell(old)} |\n`,
    ),
    more: () => "",
    foot: "",
  };
}

/** `: 1 critical, 2 high` */
function listed(findings: readonly Finding[]): string {
  return findings.length === 0 ? "" : `: ${listSeverities(findings)}`;
}

/** What else changed, and what is fixed. */
function changeSections({ fixed }: Difference, report: Report): Section[] {
  const told = new Set(["New", "Fixed", "There before"]);
  const changes = describeDifference(report).filter(([label]) => !told.has(label));
  return [
    {
      head: "\n",
      rows: changes.map(([label, line]) => `- **${label}**: ${escapeMarkdown(line, 600)}\n`),
      more: andMore,
      foot: "",
    },
    folded(
      `Fixed (${formatCount(fixed.length)}${listed(fixed)})`,
      [...fixed].sort(compareFindings).map((finding) => asideRow(finding, "gone")),
    ),
  ];
}

/** A `<details>` block. GitHub reads Markdown inside it only after an empty line. */
function folded(summary: string, rows: readonly string[], tableHead = ""): Section {
  return {
    head: `\n<details><summary>${summary}</summary>\n\n${tableHead}`,
    rows,
    more: andMore,
    foot: "\n</details>\n",
  };
}

function andMore(count: number): string {
  return `\n… and ${countOf(count, "more", "more")}; the full report lists them.\n`;
}

function factRows(report: Report): string[] {
  const facts = [
    ...describeInventory(report),
    `Trust: ${describeTrust(report)}`,
    ...listOtherStatuses(report.findings),
  ];
  return facts.map((fact) => `- ${escapeMarkdown(fact, 300)}\n`);
}
