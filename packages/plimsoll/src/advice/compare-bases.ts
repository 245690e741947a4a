import {
  type BaseAdvice,
  type BaseCandidate,
  compareSeverity,
  type Finding,
  type Severity,
} from "@plimsoll/core";

/** The unrated between medium and low: nobody says that they are harmless. */
const worstFirst: readonly Severity[] = [
  "critical",
  "high",
  "medium",
  "unknown",
  "low",
  "negligible",
];

/** A base image that could take the place of the present one, as it was scanned. */
export interface ScannedCandidate {
  reference: string;
  digest?: string;
  findings: readonly Finding[];
}

/**
 * Compares what the present base image brought with what others would bring. The best is the one
 * with the fewest vulnerabilities of the highest severity, then of the next, and so on.
 *
 * @param findings of the image, of which those with `inBase` count
 */
export function compareBases(
  current: string,
  findings: readonly Finding[],
  candidates: readonly ScannedCandidate[],
): BaseAdvice {
  const present = vulnerabilitiesOf(findings.filter(({ inBase }) => inBase));
  return {
    current,
    vulnerabilities: present.size,
    candidates: candidates
      .map((candidate) => compare(present, candidate))
      .sort((a, b) => compareRemaining(a, b) || (a.reference < b.reference ? -1 : 1)),
  };
}

/** True when a candidate leaves less than the present base brought. */
export function isBetter(candidate: BaseCandidate, findings: readonly Finding[]): boolean {
  const present = vulnerabilitiesOf(findings.filter(({ inBase }) => inBase));
  return compareRemaining(candidate, { remaining: countBySeverity(present.values()) }) < 0;
}

function compare(
  present: ReadonlyMap<string, Severity>,
  { reference, digest, findings }: ScannedCandidate,
): BaseCandidate {
  const other = vulnerabilitiesOf(findings);
  const kept = [...other.keys()].filter((name) => present.has(name)).length;
  return {
    reference,
    ...(digest !== undefined && { digest }),
    cleared: present.size - kept,
    kept,
    added: other.size - kept,
    remaining: countBySeverity(other.values()),
  };
}

/** Severity by package and vulnerability: the same package may lie in several places. */
function vulnerabilitiesOf(findings: readonly Finding[]): Map<string, Severity> {
  const found = new Map<string, Severity>();
  for (const { vulnerability, package: pkg, severity, status } of findings) {
    if (!vulnerability || !pkg || status !== "fail") continue;
    const name = `${pkg.name} ${vulnerability.id}`;
    const known = found.get(name);
    if (known === undefined || compareSeverity(severity, known) > 0) found.set(name, severity);
  }
  return found;
}

function countBySeverity(all: Iterable<Severity>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const severity of all) counts[severity] = (counts[severity] ?? 0) + 1;
  return counts;
}

function compareRemaining(
  a: Pick<BaseCandidate, "remaining">,
  b: Pick<BaseCandidate, "remaining">,
): number {
  for (const severity of worstFirst) {
    const difference = (a.remaining[severity] ?? 0) - (b.remaining[severity] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
