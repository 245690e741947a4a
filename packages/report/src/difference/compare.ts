import type { ComparisonBase, Difference, Finding, Inventory, Report } from "@plimsoll/core";
import { comparableKinds, comparer } from "./comparable.ts";
import { type Earlier, findEarlier, indexFailing, isWorse, vulnerablePackage } from "./earlier.ts";
import { comparePackages } from "./packages.ts";
import { comparePrivileges } from "./privileges.ts";

/** What of a report is compared. */
export type Comparable = Pick<
  Report,
  "findings" | "inventory" | "parts" | "privileges" | "sources" | "trust"
>;

/**
 * Compares two reports. Findings are the same when their fingerprints are: these stay when lines move
 * and when the version of a package changes. What the base was not looked at for is neither new nor fixed.
 *
 * @param head the report that is judged, `base` what it is compared with; both matched against the same advisories
 */
export function compareReports(
  head: Comparable,
  base: Comparable,
  about: ComparisonBase,
): Difference {
  const isComparable = comparer(base, head);
  const before = indexFailing(base.findings);
  const after = indexFailing(head.findings.filter(isComparable));
  const entries = [...after.byFingerprint.values()];
  const isOld = (finding: Finding) => isKnown(finding, before);
  const trust = compareTrust(base, head);
  const bytes = compareBytes(base.inventory, head.inventory);
  const isKept = keeper(head.findings);
  const hasPackages = [base, head].every(
    ({ parts }) => parts === undefined || parts.includes("packages"),
  );
  return {
    base: about,
    kinds: comparableKinds(base, head),
    new: entries.filter((finding) => !isOld(finding)).map(({ fingerprint }) => fingerprint),
    unchanged: entries.filter(isOld).map(({ fingerprint }) => fingerprint),
    changed: entries.flatMap((finding) => {
      const from = findEarlier(finding, before)?.severity;
      const { fingerprint, severity: to } = finding;
      return from === undefined || from === to ? [] : [{ fingerprint, from, to }];
    }),
    fixed: [...before.byFingerprint.values()]
      .filter(comparer(head, base))
      .filter((finding) => !isKept(finding)),
    packages: hasPackages ? comparePackages(base.inventory.packages, head.inventory.packages) : [],
    ...(bytes && { bytes }),
    privileges: comparePrivileges(base.privileges, head.privileges),
    ...(trust && { trust }),
  };
}

/**
 * The fingerprints of findings that the base has as well and as severe: no change is to blame for them.
 * Whether they are waived by now makes no difference.
 */
export function knownBefore(
  head: Pick<Comparable, "findings" | "parts" | "sources">,
  base: Pick<Comparable, "findings" | "parts" | "sources">,
): ReadonlySet<string> {
  const isComparable = comparer(base, head);
  const before = indexFailing(base.findings);
  const known = head.findings.filter(
    (finding) => isComparable(finding) && isKnown(finding, before),
  );
  return new Set(known.map(({ fingerprint }) => fingerprint));
}

function isKnown(finding: Finding, before: Earlier): boolean {
  const earlier = findEarlier(finding, before);
  return earlier !== undefined && !isWorse(finding.severity, earlier.severity);
}

/** Tells whether a finding is still there, in whatever state: what is waived or cannot be told is not fixed. */
function keeper(findings: readonly Finding[]): (finding: Finding) => boolean {
  const present = findings.filter(
    ({ status }) => status === "fail" || status === "suppressed" || status === "unknown",
  );
  const fingerprints = new Set(present.map(({ fingerprint }) => fingerprint));
  const packages = new Set(present.map(vulnerablePackage));
  const unlocated = new Set(
    present.filter(({ location }) => location === undefined).map(vulnerablePackage),
  );
  return (finding) => {
    const key = vulnerablePackage(finding);
    if (fingerprints.has(finding.fingerprint)) return true;
    if (key === undefined) return false;
    return finding.location === undefined ? packages.has(key) : unlocated.has(key);
  };
}

function compareBytes(base: Inventory, head: Inventory): { from: number; to: number } | undefined {
  const from = bytesOf(base);
  const to = bytesOf(head);
  return from === undefined || to === undefined ? undefined : { from, to };
}

function bytesOf({ layers }: Inventory): number | undefined {
  if (layers.length === 0) return undefined;
  return layers.reduce<number | undefined>(
    (sum, { sizeBytes }) =>
      sum === undefined || sizeBytes === undefined ? undefined : sum + sizeBytes,
    0,
  );
}

function compareTrust(
  base: Comparable,
  head: Comparable,
): { from: string; to: string } | undefined {
  const [from, to] = [base.trust.result, head.trust.result];
  return from === to || from === "notChecked" || to === "notChecked" ? undefined : { from, to };
}
