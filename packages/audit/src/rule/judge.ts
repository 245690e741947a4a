import {
  compileGlob,
  createFinding,
  type Finding,
  type FindingStatus,
  type Incomplete,
  redact,
  type Severity,
  type Suppression,
} from "@plimsoll/core";
import { type PeerSettings, peerSeverity, withPeerSettings } from "./peer-settings.ts";
import { findWaiver, type PeerIgnore, type Pragma, pragmaOf } from "./pragma.ts";
import type { AuditConfig, Observation, Rule } from "./types.ts";

/** What a caller may choose. */
export interface AuditOptions {
  /** What the findings call the file. */
  path?: string;
  /** Rules not to run, and severities in place of the rules' own; a key left out changes nothing. */
  config?: Partial<AuditConfig>;
  /** Also runs the optional rules, all of them. */
  enableAll?: boolean;
  /** What other tools' ignore files waive; `honour-peers: false` of the configuration forbids it. */
  peerIgnores?: readonly PeerIgnore[];
  /** What other tools' configurations choose; `honour-peers: false` of the configuration forbids it. */
  peerSettings?: readonly PeerSettings[];
}

/** What the rules say, and what could not be read. */
export interface AuditResult {
  readonly findings: Finding[];
  readonly incomplete: Incomplete[];
}

/** How many places one rule reports in one file. */
export const maxObservations = 1_000;
/** UTF-16 units of evidence that are reported. */
const maxEvidence = 300;

/** Runs `rules` over a snapshot: for each rule its failures, or one finding that says `pass` or why not. */
export function judgeSnapshot<Snapshot>(
  rules: readonly Rule<string, Snapshot>[],
  snapshot: Snapshot,
  path: string,
  globalPragmas: readonly Pragma[],
  { config: own = {}, enableAll = false, peerIgnores = [], peerSettings = [] }: AuditOptions = {},
): AuditResult {
  const honoured = own["honour-peers"] === false ? [] : peerSettings;
  const config = withPeerSettings(own, honoured);
  const waivers: Waivers = {
    everywhere: [
      ...globalPragmas.filter((pragma) => isHonoured(pragma, config)),
      ...peerIgnores
        .filter(({ paths }) => paths?.some((glob) => compileGlob(glob)(path)) ?? true)
        .map(pragmaOf)
        .filter((pragma) => isHonoured(pragma, config)),
    ],
    isHonoured: (pragma) => isHonoured(pragma, config),
  };
  const findings: Finding[] = [];
  const incomplete: Incomplete[] = [];
  const disabled = new Set(config.disable);
  for (const rule of rules) {
    if (disabled.has(rule.id)) continue;
    if (rule.optional && !enableAll && !config.enable?.includes(rule.id)) continue;
    const severity = Object.hasOwn(config.severity ?? {}, rule.id)
      ? config.severity![rule.id]!
      : (peerSeverity(rule, honoured) ?? rule.severity);
    const judgement = rule.check(snapshot, config);
    if ("notApplicable" in judgement) {
      findings.push(summary(rule, severity, path, "notApplicable", judgement.notApplicable));
    } else if (judgement.length === 0) {
      findings.push(summary(rule, severity, path, "pass"));
    } else {
      const seen = new Map<string, number>();
      for (const observation of judgement.slice(0, maxObservations)) {
        findings.push(toFinding(rule, severity, path, observation, waivers, seen));
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

/** What may turn a failure into a suppressed finding. */
interface Waivers {
  readonly everywhere: readonly Pragma[];
  readonly isHonoured: (pragma: Pragma) => boolean;
}

function isHonoured({ tool, source }: Pragma, config: Partial<AuditConfig>): boolean {
  if (config["inline-ignores"] === false && source === undefined) return false;
  return tool === "plimsoll" || config["honour-peers"] !== false;
}

function suppressionOf({ tool, reason, line, source, expires }: Pragma, path: string): Suppression {
  const place = source ?? `${path}:${line}`;
  return {
    reason: reason === undefined ? `${place} gives no reason` : shorten(redact(reason)),
    by: tool === "plimsoll" ? place : `${place} (${tool})`,
    ...(expires !== undefined && { expires }),
  };
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
  waivers: Waivers,
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
  const place = observation.path ?? path;
  const statusReason = observation.unknown ?? observation.notApplicable;
  const title = observation.title ?? rule.title;
  const here = (observation.pragmas ?? []).filter(waivers.isHonoured);
  const pragma = findWaiver([...here, ...waivers.everywhere], rule);
  return createFinding({
    ...common(rule, severity),
    confidence: observation.confidence ?? "high",
    status: statusOf(observation, pragma),
    ...(statusReason === undefined ? {} : { statusReason }),
    title: subject === undefined ? title : `${title} (${shorten(subject)})`,
    location: {
      path: place,
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
    identity: [place, ...identity, ...ordinal],
    ...(pragma === undefined ? {} : { suppression: suppressionOf(pragma, place) }),
  });
}

function statusOf(observation: Observation, pragma: Pragma | undefined): FindingStatus {
  if (observation.notApplicable !== undefined) return "notApplicable";
  if (pragma !== undefined) return "suppressed";
  return observation.unknown === undefined ? "fail" : "unknown";
}

function common(rule: Rule<string, never>, severity: Severity) {
  const peers: Record<string, string[]> = {};
  for (const tool in rule.peers) peers[tool] = [...rule.peers[tool]!];
  return {
    rule: rule.id,
    kind: "misconfiguration" as const,
    severity,
    description: rule.description,
    references: [...rule.references],
    peers,
  };
}

/** An edit repeats whole lines of a file: one that holds a secret is left out. */
function withoutSecrets(fix: NonNullable<Observation["fix"]>): NonNullable<Observation["fix"]> {
  const texts = [
    ...(fix.edits ?? []).map(({ replacement }) => replacement),
    ...(fix.script ?? []),
    JSON.stringify([fix.patch, fix.update]),
  ];
  return texts.some(holdsSecret) ? { description: fix.description } : fix;
}

function holdsSecret(text: string): boolean {
  // The old form of ENV has no sign between name and value.
  const uniform = text.replace(/^(\s*ENV\s+[\w.-]+)[ \t]+(?=[^\s=])/gim, "$1=");
  return redact(uniform) !== uniform;
}

function normalise(text: string): string {
  return redact(text).replace(/\s+/g, " ").trim();
}

function shorten(text: string): string {
  return text.length <= maxEvidence ? text : `${text.slice(0, maxEvidence - 1)}…`;
}
