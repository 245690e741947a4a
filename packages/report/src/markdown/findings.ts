import { describeVex, type Finding, type LayerSummary } from "@plimsoll/core";
import { webUrl } from "../escape/html.ts";
import { escapeMarkdown, markdownCode, markdownLink, markdownProse } from "../escape/markdown.ts";
import { describeOrigin, placeOf } from "../summary/place.ts";
import { describeThreat } from "../summary/threat.ts";
import { subtitleOf } from "../summary/title.ts";
import { severityWords } from "../summary/words.ts";

export const findingTableHead = "| Severity | Finding | Where | Fix |\n| :-- | :-- | :-- | :-- |\n";

const severityMarks: Record<Finding["severity"], string> = {
  critical: "🟥",
  high: "🟧",
  medium: "🟨",
  unknown: "⬜",
  low: "🟦",
  negligible: "▫️",
};

/** One row of a table of findings. */
export function findingRow(finding: Finding, layers: ReadonlyMap<string, LayerSummary>): string {
  const cells = [
    `${severityMarks[finding.severity]} ${severityWords[finding.severity]}`,
    nameCell(finding),
    whereCell(finding, layers),
    fixCell(finding),
  ];
  return `| ${cells.join(" | ")} |\n`;
}

function nameCell(finding: Finding): string {
  const { vulnerability, title, references } = finding;
  if (vulnerability === undefined) return `**${markdownProse(title, 160)}**`;
  const url = references.map(webUrl).find((reference) => reference !== undefined);
  const id = `**${markdownLink(escapeMarkdown(vulnerability.id, 60), url)}**`;
  const subtitle = subtitleOf(finding);
  const threat = describeThreat(vulnerability);
  return [
    id,
    subtitle === undefined ? "" : markdownProse(subtitle, 160),
    threat === "" ? "" : `**${escapeMarkdown(threat, 160)}**`,
    vulnerability.vex === undefined ? "" : escapeMarkdown(describeVex(vulnerability.vex), 200),
  ]
    .filter((line) => line !== "")
    .join("<br>");
}

function whereCell(finding: Finding, layers: ReadonlyMap<string, LayerSummary>): string {
  const place = placeOf(finding, layers);
  const found = finding.package;
  const lines = [
    found === undefined ? "" : markdownCode(`${found.name} ${found.version}`, 120),
    place.path === undefined ? "" : markdownCode(place.path, 120),
    [
      escapeMarkdown(describeOrigin(place), 120),
      place.instruction === undefined ? "" : markdownCode(place.instruction, 80),
    ]
      .filter((text) => text !== "")
      .join(": "),
  ];
  return lines.filter((line) => line !== "").join("<br>");
}

function fixCell({ package: found, vulnerability, fix }: Finding): string {
  if (vulnerability !== undefined) {
    if (vulnerability.fixedVersion === undefined) return "no fixed version yet";
    const installed = found === undefined ? "" : `${markdownCode(found.version, 60)} → `;
    return installed + markdownCode(vulnerability.fixedVersion, 60);
  }
  return fix === undefined ? "" : markdownProse(fix.description, 200);
}

/** `- **CVE-…** in …: reason` for what was waived or could not be checked. */
export function asideRow(finding: Finding, reason: string): string {
  const name = finding.vulnerability?.id ?? finding.title;
  const found = finding.package;
  const subject =
    found === undefined ? "" : ` in ${markdownCode(`${found.name} ${found.version}`, 120)}`;
  return `- **${escapeMarkdown(name, 120)}**${subject}: ${escapeMarkdown(reason, 300)}\n`;
}

/** What to do, each once, with how many findings it settles; most first. */
export function fixRows(ranked: readonly Finding[]): string[] {
  const fixes = new Map<string, number>();
  for (const { fix } of ranked) {
    if (fix !== undefined) fixes.set(fix.description, (fixes.get(fix.description) ?? 0) + 1);
  }
  return [...fixes].map(([description, count]) => {
    const settles = count > 1 ? ` (settles ${count} findings)` : "";
    return `- ${markdownProse(description, 300)}${settles}\n`;
  });
}
