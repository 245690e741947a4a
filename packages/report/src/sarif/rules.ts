import type { Finding } from "@plimsoll/core";
import { webUrl } from "../escape/html.ts";
import { escapeMarkdown, markdownLink } from "../escape/markdown.ts";
import { plainLine, plainText } from "../escape/plain.ts";
import { kindWords, severityOrder } from "../summary/words.ts";
import type { ReportingDescriptor } from "./types.ts";

/** GitHub keeps ten tags of a rule and rejects more than twenty. */
const tagLimit = 10;

/** GitHub sorts alerts by this number: over 9 critical, 7 high, 4 medium, above 0 low. */
const securitySeverity: Record<Finding["severity"], string> = {
  critical: "9.5",
  high: "8.0",
  medium: "5.5",
  // Nobody rated it: neither harmless nor urgent.
  unknown: "4.0",
  low: "2.0",
  negligible: "0.1",
};

const levels: Record<Finding["severity"], "error" | "warning" | "note"> = {
  critical: "error",
  high: "error",
  medium: "warning",
  unknown: "warning",
  low: "note",
  negligible: "note",
};

/** `error` for critical and high, `warning` for medium and unrated, else `note`. */
export function levelOf(finding: Finding): "error" | "warning" | "note" {
  return levels[finding.severity];
}

/** An advisory is a rule of its own, so that it can be dismissed and counted by itself. */
export function ruleIdOf(finding: Finding): string {
  return plainLine(finding.vulnerability?.id ?? finding.rule, 200) || "unnamed";
}

/** Describes a rule by its worst finding. */
export function describeRule(id: string, findings: readonly Finding[]): ReportingDescriptor {
  const worst = findings.reduce((a, b) =>
    severityOrder.indexOf(b.severity) < severityOrder.indexOf(a.severity) ? b : a,
  );
  const short = plainLine(worst.vulnerability?.summary ?? worst.title, 250) || id;
  const full = plainText(worst.description ?? short, 1_000) || short;
  const links = worst.references.map(webUrl).filter((url) => url !== undefined);
  return {
    id,
    shortDescription: { text: short },
    fullDescription: { text: full },
    help: {
      text: [full, fixText(worst), ...links].filter((text) => text !== "").join("\n\n"),
      markdown: helpMarkdown(full, worst, links),
    },
    ...(links[0] !== undefined && { helpUri: links[0] }),
    defaultConfiguration: { level: levelOf(worst) },
    properties: {
      tags: tagsOf(worst),
      "security-severity": scoreOf(worst),
    },
  };
}

function helpMarkdown(full: string, finding: Finding, links: readonly string[]): string {
  const fix = fixText(finding);
  return [
    ...full.split("\n").map((line) => escapeMarkdown(line, 1_000)),
    fix === "" ? "" : `**Fix:** ${escapeMarkdown(fix, 500)}`,
    links.map((url) => `- ${markdownLink(escapeMarkdown(url), url)}`).join("\n"),
  ]
    .filter((text) => text !== "")
    .join("\n\n");
}

function fixText({ fix }: Finding): string {
  return fix === undefined ? "" : plainLine(fix.description, 500);
}

function scoreOf({ severity, vulnerability }: Finding): string {
  const score = vulnerability?.cvss?.score;
  return score !== undefined && score > 0 && score <= 10
    ? score.toFixed(1)
    : securitySeverity[severity];
}

function tagsOf({ kind, peers }: Finding): string[] {
  const ids = Object.entries(peers).flatMap(([peer, names]) =>
    names.map((name) => plainLine(`${peer}/${name}`, 100)),
  );
  return [...new Set(["security", kindWords[kind].toLowerCase(), ...ids])].slice(0, tagLimit);
}
