import type { Difference, Finding, FindingKind, PackageChange, Report } from "@plimsoll/core";
import { listSeverities } from "./count.ts";
import {
  formatBytes,
  formatCount,
  formatDay,
  kindOrder,
  kindWords,
  severityWords,
} from "./words.ts";

/** How many packages a line names before it says how many more there are. */
const namedPackages = 5;

/**
 * Failing findings by whether what the report is compared with has them, too. Those that it was not
 * looked at for are neither new nor old, and shown like the new; without a comparison all are.
 */
export function splitByAge({ difference, findings }: Report): {
  fresh: Finding[];
  old: Finding[];
  uncompared: Finding[];
} {
  const failing = findings.filter(({ status }) => status === "fail");
  const known = new Set(difference?.new);
  const unchanged = new Set(difference?.unchanged);
  return {
    fresh: failing.filter(({ fingerprint }) => known.has(fingerprint)),
    old: failing.filter(({ fingerprint }) => unchanged.has(fingerprint)),
    uncompared: failing.filter(
      ({ fingerprint }) => !known.has(fingerprint) && !unchanged.has(fingerprint),
    ),
  };
}

/** What a reader should look at: everything but what was there before. */
export function findingsToShow(report: Report): Finding[] {
  const { fresh, uncompared } = splitByAge(report);
  return [...fresh, ...uncompared];
}

/** How many findings of a kind came, went and stayed. */
export interface KindChange {
  kind: FindingKind;
  fresh: Finding[];
  fixed: Finding[];
  old: Finding[];
}

/** The kinds with any finding on either side, in reading order. */
export function changesByKind(report: Report): KindChange[] {
  const { fresh, old } = splitByAge(report);
  const ofKind = (findings: readonly Finding[], kind: FindingKind) =>
    findings.filter((finding) => finding.kind === kind);
  return kindOrder
    .map((kind) => ({
      kind,
      fresh: ofKind(fresh, kind),
      fixed: ofKind(report.difference?.fixed ?? [], kind),
      old: ofKind(old, kind),
    }))
    .filter((change) => change.fresh.length + change.fixed.length + change.old.length > 0);
}

/** `debian:12 (image, sha256:…)`: what the report is compared with. */
export function nameBase({ base }: Difference): string {
  const words = { image: "image", report: "earlier report", sbom: "bill of materials" };
  const when = base.checkedAt === undefined ? "" : ` of ${formatDay(base.checkedAt)}`;
  return `${base.reference} (${words[base.kind]}${when})`;
}

/** What changed besides the findings, and which findings: a label and a line each. */
export function describeDifference(report: Report): [label: string, line: string][] {
  const { difference } = report;
  if (difference === undefined) return [];
  const { fresh, old, uncompared } = splitByAge(report);
  const { bytes, changed, fixed, packages, privileges, trust } = difference;
  const rows: [string, string | undefined][] = [
    ["New", countFindings(fresh)],
    ["Fixed", countFindings(fixed)],
    ["There before", countFindings(old)],
    ["Severity", describeSeverities(changed)],
    ["Packages", packages.length === 0 ? undefined : describePackages(packages)],
    ["Size", bytes && describeBytes(bytes)],
    [
      "Privileges",
      privileges.length === 0
        ? undefined
        : privileges
            .map(({ origin, gained, dropped }) =>
              [
                `${origin}:`,
                ...gained.map((name) => `+${name}`),
                ...dropped.map((name) => `−${name}`),
              ].join(" "),
            )
            .join("; "),
    ],
    ["Signatures", trust && `${trust.from} → ${trust.to}`],
    ["Not compared", describeUncompared(difference, uncompared)],
  ];
  return rows.flatMap(([label, line]) => (line === undefined ? [] : [[label, line]]));
}

function countFindings(findings: readonly Finding[]): string {
  return findings.length === 0
    ? "none"
    : `${formatCount(findings.length)} (${listSeverities(findings)})`;
}

function describeSeverities(changed: Difference["changed"]): string | undefined {
  if (changed.length === 0) return undefined;
  const moves = new Map<string, number>();
  for (const { from, to } of changed) {
    const move = `${severityWords[from]} → ${severityWords[to]}`;
    moves.set(move, (moves.get(move) ?? 0) + 1);
  }
  return [...moves].map(([move, count]) => `${formatCount(count)} ${move}`).join(", ");
}

function describePackages(changes: readonly PackageChange[]): string {
  const added = changes.filter(({ from }) => from === undefined);
  const removed = changes.filter(({ to }) => to === undefined);
  const updated = changes.filter(({ from, to }) => from !== undefined && to !== undefined);
  const list = (word: string, some: readonly PackageChange[]): string[] => {
    if (some.length === 0) return [];
    const names = some.slice(0, namedPackages).map(namePackage);
    const more = some.length > namedPackages ? " …" : "";
    return [`${formatCount(some.length)} ${word}: ${names.join(", ")}${more}`];
  };
  return [...list("added", added), ...list("removed", removed), ...list("updated", updated)].join(
    "; ",
  );
}

function namePackage({ name, from, to }: PackageChange): string {
  if (from === undefined) return `${name} ${to}`;
  return to === undefined ? `${name} ${from}` : `${name} ${from} → ${to}`;
}

function describeBytes({ from, to }: { from: number; to: number }): string | undefined {
  if (from === to) return undefined;
  const sign = to > from ? "+" : "−";
  return `${formatBytes(from)} → ${formatBytes(to)} (${sign}${formatBytes(Math.abs(to - from))})`;
}

/** What the base was not looked at for: nobody knows whether it was there before. */
function describeUncompared(
  { kinds }: Difference,
  uncompared: readonly Finding[],
): string | undefined {
  if (uncompared.length === 0) return undefined;
  const missing = kindOrder.filter(
    (kind) => !kinds.includes(kind) && uncompared.some((finding) => finding.kind === kind),
  );
  const why =
    missing.length === 0
      ? "its sources"
      : missing.map((kind) => kindWords[kind].toLowerCase()).join(", ");
  return `${countFindings(uncompared)}: of the base nobody looked at ${why}`;
}
