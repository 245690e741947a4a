import {
  type Config,
  createFinding,
  type Finding,
  type FindingStatus,
  type Incomplete,
  redact,
  type Severity,
} from "@plimsoll/core";
import { findWaiver, type Pragma } from "./pragma.ts";
import type { Observation, Rule } from "./types.ts";

/** The key `audit` of `plimsoll.yml`. */
export type AuditConfig = Config["audit"];

/** What a caller may choose. */
export interface AuditOptions {
  /** What the findings call the file. */
  path?: string;
  /** Rules not to run, and severities in place of the rules' own; a key left out changes nothing. */
  config?: Partial<AuditConfig>;
}

/** What the rules say, and what could not be read. */
export interface AuditResult {
  readonly findings: Finding[];
  readonly incomplete: Incomplete[];
}

/** How many places one rule reports in one file. */
const maxObservations = 1_000;
/** UTF-16 units of evidence that are reported. */
const maxEvidence = 300;

/** Runs `rules` over a snapshot: for each rule its failures, or one finding that says `pass` or why not. */
export function judgeSnapshot<Snapshot>(
  rules: readonly Rule<string, Snapshot>[],
  snapshot: Snapshot,
  path: string,
  globalPragmas: readonly Pragma[],
  config: Partial<AuditConfig> = {},
): AuditResult {
  const findings: Finding[] = [];
  const incomplete: Incomplete[] = [];
  const disabled = new Set(config.disable);
  for (const rule of rules) {
    if (disabled.has(rule.id)) continue;
    const severity = Object.hasOwn(config.severity ?? {}, rule.id)
      ? config.severity![rule.id]!
      : rule.severity;
    const judgement = rule.check(snapshot);
    if ("notApplicable" in judgement) {
      findings.push(summary(rule, severity, path, "notApplicable", judgement.notApplicable));
    } else if (judgement.length === 0) {
      findings.push(summary(rule, severity, path, "pass"));
    } else {
      const seen = new Map<string, number>();
      for (const observation of judgement.slice(0, maxObservations)) {
        findings.push(toFinding(rule, severity, path, observation, globalPragmas, seen));
      }
      if (judgement.length > maxObservations) {
        incomplete.push({
          code: "LIMIT_EXCEEDED",
          what: path,
          why: `${rule.id} fails in ${judgement.length} places; the first ${maxObservations} are reported`,
        });
      }
    }
  }
  return { findings, incomplete };
}

function summary(
  rule: Rule<string, never>,
  severity: Severity,
  path: string,
  status: "pass" | "notApplicable",
  statusReason?: string,
): Finding {
  return createFinding({
    ...common(rule, severity),
    status,
    ...(statusReason === undefined ? {} : { statusReason }),
    title: rule.title,
    location: { path },
    identity: [path],
  });
}

function toFinding(
  rule: Rule<string, never>,
  severity: Severity,
  path: string,
  observation: Observation,
  globalPragmas: readonly Pragma[],
  seen: Map<string, number>,
): Finding {
  const identity = observation.identity.map((part) =>
    part === undefined ? part : normalise(part),
  );
  const key = JSON.stringify([observation.path, ...identity]);
  const occurrence = (seen.get(key) ?? 0) + 1;
  seen.set(key, occurrence);
  // The second of two equal places is another finding: waiving one must not waive both.
  const ordinal = occurrence > 1 ? [String(occurrence)] : [];
  const { line, column, layer, instruction } = observation;
  const subject =
    observation.service === undefined ? observation.subject : `service ${observation.service}`;
  const statusReason = observation.unknown ?? observation.notApplicable;
  const title = observation.title ?? rule.title;
  const pragma = findWaiver([...(observation.pragmas ?? []), ...globalPragmas], rule);
  return createFinding({
    ...common(rule, severity),
    confidence: observation.confidence ?? "high",
    status: statusOf(observation, pragma),
    ...(statusReason === undefined ? {} : { statusReason }),
    title: subject === undefined ? title : `${title} (${shorten(subject)})`,
    location: {
      path: observation.path ?? path,
      ...(line === undefined ? {} : { line }),
      ...(column === undefined ? {} : { column }),
      ...(layer === undefined ? {} : { layer }),
      ...(instruction === undefined ? {} : { instruction: shorten(normalise(instruction)) }),
    },
    evidence: { value: shorten(normalise(observation.value)), source: observation.source },
    fix:
      observation.fix === undefined
        ? { description: rule.remediation }
        : withoutSecrets(observation.fix),
    identity: [observation.path ?? path, ...identity, ...ordinal],
    ...(pragma === undefined
      ? {}
      : {
          suppression: {
            reason:
              pragma.reason ?? `${pragma.tool} pragma in line ${pragma.line}, without a reason`,
          },
        }),
  });
}

function statusOf(observation: Observation, pragma: Pragma | undefined): FindingStatus {
  if (observation.notApplicable !== undefined) return "notApplicable";
  if (pragma !== undefined) return "suppressed";
  return observation.unknown === undefined ? "fail" : "unknown";
}

function common(rule: Rule<string, never>, severity: Severity) {
  const peers = Object.entries(rule.peers).map(
    ([tool, ids]) => [tool, [...ids]] as [string, string[]],
  );
  return {
    rule: rule.id,
    kind: "misconfiguration" as const,
    severity,
    description: rule.description,
    references: [...rule.references],
    peers: Object.fromEntries(peers),
  };
}

/** An edit repeats whole lines: one that holds a secret is left out. */
function withoutSecrets(fix: NonNullable<Observation["fix"]>): NonNullable<Observation["fix"]> {
  if (fix.edits?.every(({ replacement }) => redact(replacement) === replacement)) return fix;
  return { description: fix.description };
}

function normalise(text: string): string {
  return redact(text).replace(/\s+/g, " ").trim();
}

function shorten(text: string): string {
  return text.length <= maxEvidence ? text : `${text.slice(0, maxEvidence - 1)}…`;
}
