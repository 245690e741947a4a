import { type Config, type Finding, type FindingKind, isAtLeast } from "@plimsoll/core";
import { countOf, nameWorst, ofSeverity } from "./sentence.ts";

/** Sentences for a verdict, by what they lead to. */
export interface Reasons {
  fail: string[];
  warn: string[];
}

type Noun = { one: string; many: string };

const nouns: Record<FindingKind, Noun> = {
  malware: { one: "piece of malware", many: "pieces of malware" },
  secret: { one: "secret", many: "secrets" },
  vulnerability: { one: "vulnerability", many: "vulnerabilities" },
  misconfiguration: { one: "misconfiguration", many: "misconfigurations" },
  capability: { one: "excess privilege", many: "excess privileges" },
  signature: { one: "signature fault", many: "signature faults" },
  licence: { one: "licence conflict", many: "licence conflicts" },
  policy: { one: "policy finding", many: "policy findings" },
};
const kinds = Object.keys(nouns) as FindingKind[];
const fixable: Noun = { one: "fixable vulnerability", many: "fixable vulnerabilities" };
const unfixed: Noun = {
  one: "vulnerability without a fixed version",
  many: "vulnerabilities without a fixed version",
};

/**
 * Weighs failing and unknown findings against `fail-on`, `fail-on-unfixed`, `fix-grace-days` and `only-new`.
 *
 * What reaches the threshold fails. What does not, yet is of medium severity or worse, or rated by
 * nobody, warns. What could not be checked warns.
 */
export function weighFindings(
  findings: readonly Finding[],
  config: Pick<Config, "fail-on" | "fail-on-unfixed" | "fix-grace-days" | "only-new">,
  now: Date,
  known?: ReadonlySet<string>,
): Reasons {
  const threshold = config["fail-on"];
  const isOld = ({ fingerprint }: Finding) =>
    config["only-new"] && known?.has(fingerprint) === true;
  const failing = findings.filter(({ status }) => status === "fail");
  const gated = failing.filter(
    (finding) =>
      threshold !== "none" &&
      isAtLeast(finding.severity, threshold) &&
      (config["fail-on-unfixed"] || !isUnfixed(finding)) &&
      !isInGrace(finding, config["fix-grace-days"], now) &&
      !isOld(finding),
  );
  const gatedSet = new Set(gated);
  const remaining = failing.filter(
    (finding) =>
      !gatedSet.has(finding) &&
      (finding.severity === "unknown" || isAtLeast(finding.severity, "medium")),
  );
  return {
    fail: sentences(gated, ""),
    warn: [
      ...sentences(
        remaining.filter((finding) => !isOld(finding)),
        " that do not fail the verdict",
      ),
      ...sentences(remaining.filter(isOld), " that were there before"),
      ...weighUnknown(findings.filter(({ status }) => status === "unknown")),
    ],
  };
}

const dayMs = 24 * 60 * 60 * 1000;

/** A vulnerability whose fix is so new that nobody can be expected to have it. What is being exploited gets no grace. */
function isInGrace({ kind, vulnerability }: Finding, days: number, now: Date): boolean {
  if (days === 0 || kind !== "vulnerability" || vulnerability?.kev) return false;
  const published = Date.parse(vulnerability?.fixPublished ?? "");
  return now.getTime() - published < days * dayMs;
}

/** A vulnerability that no version fixes yet. */
function isUnfixed(finding: Finding): boolean {
  return finding.kind === "vulnerability" && finding.vulnerability?.fixedVersion === undefined;
}

function sentences(findings: readonly Finding[], remark: string): string[] {
  const groups: [Noun, Finding[]][] = kinds.flatMap((kind): [Noun, Finding[]][] => {
    const ofKind = findings.filter((finding) => finding.kind === kind);
    if (kind !== "vulnerability") return [[nouns[kind], ofKind]];
    return [
      [fixable, ofKind.filter((finding) => !isUnfixed(finding))],
      [unfixed, ofKind.filter(isUnfixed)],
    ];
  });
  return groups
    .filter(([, group]) => group.length > 0)
    .map(([noun, group]) => {
      const subject = `${countOf(group.length, noun)} ${ofSeverity(group)}`;
      const verb =
        group.length === 1
          ? remark.replace(" do not", " does not").replace(" were", " was")
          : remark;
      return `${subject}${verb}: ${nameWorst(group)}.`;
    });
}

function weighUnknown(unknown: readonly Finding[]): string[] {
  if (unknown.length === 0) return [];
  const subject = countOf(unknown.length, { one: "check", many: "checks" });
  return [`${subject} could not be carried out: ${nameWorst(unknown)}.`];
}
