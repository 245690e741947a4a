import type { FindingKind, Report, Severity, Trust, Verdict } from "@plimsoll/core";

const verdictWords: Record<Verdict["result"], string> = {
  pass: "Safe to sail",
  warn: "Sail with care",
  fail: "Not safe to sail",
};

/**
 * The one clear answer. A report that looked at some parts only must not call the whole safe: it
 * says which parts gave no reason to refuse.
 */
export function headlineOf({ verdict, parts }: Pick<Report, "verdict" | "parts">): string {
  if (parts === undefined || verdict.result === "fail") return verdictWords[verdict.result];
  const found = verdict.result === "pass" ? "Nothing against it" : "Look twice";
  return `${found} (${parts.join(", ")} only)`;
}

/** Headings of the kinds, in the order in which a reader should look at them. */
export const kindWords: Record<FindingKind, string> = {
  malware: "Malware",
  secret: "Secrets",
  vulnerability: "Vulnerabilities",
  misconfiguration: "Misconfigurations",
  capability: "Excess privileges",
  signature: "Signatures",
  licence: "Licences",
  policy: "Policy",
};

/** Kinds in the order of `kindWords`. */
export const kindOrder = Object.keys(kindWords) as FindingKind[];

/** `unknown` is a word of the schema; people read that nobody rated it. */
export const severityWords: Record<Severity, string> = {
  critical: "critical",
  high: "high",
  medium: "medium",
  low: "low",
  negligible: "negligible",
  unknown: "unrated",
};

/** Severities from worst to least, the unrated between medium and low: nobody says they are harmless. */
export const severityOrder: readonly Severity[] = [
  "critical",
  "high",
  "medium",
  "unknown",
  "low",
  "negligible",
];

export const trustWords: Record<Trust["result"], string> = {
  verified: "Verified",
  unsigned: "Unsigned",
  failed: "Failed",
  notChecked: "Not checked",
};

/** `1 finding`, `1,204 findings`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** `1,204` */
export function formatCount(count: number): string {
  return count.toLocaleString("en");
}

/** `840 ms`, `3.2 s`, `2 min 5 s`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1_000;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** The day of an RFC 3339 time, or the text itself when it is none. */
export function formatDay(time: string): string {
  return /^\d{4}-\d{2}-\d{2}T/.test(time) ? time.slice(0, 10) : time;
}

/** `sha256:0123456789ab`: enough to tell digests apart. */
export function shortDigest(digest: string): string {
  const colon = digest.indexOf(":");
  return colon < 0 ? digest.slice(0, 12) : digest.slice(0, colon + 13);
}

/** `42.1 MB`; decimal, as registries and `docker images` count. */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  for (; value >= 999.95 && unit < units.length - 1; unit += 1) value /= 1000;
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}
