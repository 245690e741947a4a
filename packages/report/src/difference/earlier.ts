import { type Finding, isAtLeast, type Severity, splitPurl } from "@plimsoll/core";

/**
 * Failing findings by what makes two of them the same: the fingerprint. Bills of materials of other
 * tools do not say where a package lies, which is part of it; then the vulnerability and the package
 * have to do.
 */
export interface Earlier {
  readonly byFingerprint: ReadonlyMap<string, Finding>;
  readonly unlocated: ReadonlyMap<string, Finding>;
}

export function indexFailing(findings: readonly Finding[]): Earlier {
  const failing = findings.filter(({ status }) => status === "fail");
  const unlocated = failing.filter(({ location }) => location === undefined);
  return {
    byFingerprint: worstBy(failing, ({ fingerprint }) => fingerprint),
    unlocated: worstBy(unlocated, vulnerablePackage),
  };
}

/** The same finding on the other side. */
export function findEarlier(
  finding: Finding,
  { byFingerprint, unlocated }: Earlier,
): Finding | undefined {
  const same = byFingerprint.get(finding.fingerprint);
  if (same !== undefined) return same;
  const key = vulnerablePackage(finding);
  return key === undefined ? undefined : unlocated.get(key);
}

/** The vulnerability and the package without its version; `undefined` for other findings. */
export function vulnerablePackage({ vulnerability, package: found }: Finding): string | undefined {
  const path = found && splitPurl(found.purl)?.path;
  return vulnerability === undefined || path === undefined
    ? undefined
    : JSON.stringify([vulnerability.id, path]);
}

export function isWorse(severity: Severity, than: Severity): boolean {
  return severity !== than && isAtLeast(severity, than);
}

function worstBy(
  findings: readonly Finding[],
  keyOf: (finding: Finding) => string | undefined,
): Map<string, Finding> {
  const worst = new Map<string, Finding>();
  for (const finding of findings) {
    const key = keyOf(finding);
    if (key === undefined) continue;
    const known = worst.get(key);
    if (known === undefined || isWorse(finding.severity, known.severity)) worst.set(key, finding);
  }
  return worst;
}
