import { describeVex, type Finding, type Report } from "@plimsoll/core";
import { plainLine } from "../escape/plain.ts";
import { describeLayer, indexLayers, placeOf } from "../summary/place.ts";
import { compareFindings } from "../summary/rank.ts";
import { subtitleOf } from "../summary/title.ts";
import { countOf } from "../summary/words.ts";
import { createLocator, type SarifSource } from "./locations.ts";
import { describeRule, levelOf, ruleIdOf } from "./rules.ts";
import type { SarifLog, SarifNotification, SarifResult } from "./types.ts";

export interface SarifOptions {
  /** Dockerfiles and Compose files of the image; paths from the repository's root. */
  sources?: readonly SarifSource[];
  /**
   * Category that keeps this image's alerts apart from others, between slashes. Default: the
   * image's reference without its digest. Give one where the reference changes with every build.
   */
  category?: string;
}

/** GitHub rejects a run with more results, and a run has no more rules than results. */
const resultLimit = 25_000;
const notificationLimit = 1_000;

/**
 * The failing and suppressed findings as SARIF 2.1.0, one run, worst first, within the limits of
 * GitHub code scanning
 * (https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning).
 */
export function renderSarif(report: Report, options: SarifOptions = {}): string {
  const ranked = report.findings
    .filter(({ status }) => status === "fail" || status === "suppressed")
    .sort(compareFindings);
  const kept = ranked.slice(0, resultLimit);
  const byRule = Map.groupBy(kept, ruleIdOf);
  const ruleIndex = new Map([...byRule.keys()].map((id, index) => [id, index]));
  const locate = createLocator(report, options.sources ?? []);
  const layers = indexLayers(report);
  const image = plainLine(report.subject.reference, 300);
  const results = kept.map((finding): SarifResult => {
    const ruleId = ruleIdOf(finding);
    const where = describeLayer(placeOf(finding, layers));
    return {
      ruleId,
      ruleIndex: ruleIndex.get(ruleId)!,
      level: levelOf(finding),
      message: { text: messageOf(finding, image, where) },
      locations: [locate(finding)],
      partialFingerprints: { "plimsoll/v1": finding.fingerprint },
      suppressions:
        finding.status === "suppressed"
          ? [
              {
                kind: "external",
                status: "accepted",
                justification: plainLine(finding.suppression?.reason ?? "", 500),
              },
            ]
          : [],
    };
  });
  const log: SarifLog = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "Plimsoll",
            version: report.tool.version,
            informationUri: "https://github.com/plimsoll/plimsoll",
            rules: [...byRule].map(([id, findings]) => describeRule(id, findings)),
          },
        },
        automationDetails: { id: `plimsoll/${options.category ?? categoryOf(report)}/` },
        columnKind: "utf16CodeUnits",
        invocations: [
          {
            executionSuccessful: true,
            ...startTime(report),
            toolExecutionNotifications: notificationsOf(report, ranked.length - kept.length),
          },
        ],
        results,
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

/**
 * Code scanning keeps the alerts of each category apart, so that the upload for one image does
 * not close those of another. The text after the last slash would be the run's own id.
 */
function categoryOf({ subject }: Report): string {
  const reference = plainLine(subject.reference, 300);
  const digest = reference.indexOf("@sha256:");
  return (digest < 0 ? reference : reference.slice(0, digest)) || "image";
}

function messageOf(finding: Finding, image: string, where: string): string {
  const { vulnerability, package: found, location, fix, title } = finding;
  const parts =
    vulnerability === undefined
      ? [title]
      : [
          [vulnerability.id, subtitleOf(finding)].filter(Boolean).join(": "),
          found === undefined ? "" : `${found.name} ${found.version} is installed`,
          vulnerability.fixedVersion === undefined
            ? "no fixed version yet"
            : `fixed in ${vulnerability.fixedVersion}`,
        ];
  const sentences = [
    parts.filter((part) => part !== "").join("; "),
    `Image: ${image}`,
    location === undefined ? "" : `Path: ${location.path}`,
    where === "" ? "" : `From: ${where}`,
    vulnerability?.vex === undefined ? "" : `VEX: ${describeVex(vulnerability.vex)}`,
    vulnerability !== undefined || fix === undefined ? "" : `Fix: ${fix.description}`,
  ];
  const text = sentences
    .filter((sentence) => sentence !== "")
    .map((sentence) => plainLine(sentence, 500))
    .join("\n");
  // SARIF 2.1.0, 3.11.6: `[text](target)` in a message is a link.
  return text.replaceAll("](", "] (");
}

function notificationsOf(report: Report, cut: number): SarifNotification[] {
  const incomplete = report.incomplete.map(
    ({ what, why, code }): SarifNotification => ({
      level: "warning",
      message: { text: plainLine(`${what} could not be inspected: ${why} (${code})`, 1_000) },
    }),
  );
  const unknown = report.findings
    .filter(({ status }) => status === "unknown")
    .map(
      ({ rule, title, statusReason }): SarifNotification => ({
        level: "warning",
        message: { text: plainLine(`${rule}: ${title}: ${statusReason ?? "not checked"}`, 1_000) },
      }),
    );
  const left: SarifNotification[] =
    cut === 0
      ? []
      : [
          {
            level: "warning",
            message: {
              text: `${countOf(cut, "result")} of least weight left out: code scanning accepts ${resultLimit.toLocaleString("en")}.`,
            },
          },
        ];
  return [...left, ...incomplete, ...unknown].slice(0, notificationLimit);
}

/** The schema wants a date-time, which the report only promises. */
function startTime({ timing }: Report): { startTimeUtc?: string } {
  const ms = Date.parse(timing.startedAt);
  return Number.isNaN(ms) ? {} : { startTimeUtc: new Date(ms).toISOString() };
}
