/** A line of the security tracker's lists about one source package. */
export interface PackageLine {
  /** Codename; absent where the line speaks of sid. */
  readonly codename?: string | undefined;
  readonly name: string;
  /** The version with the fix. */
  readonly version?: string | undefined;
  /** `not-affected`, `unfixed`, `no-dsa` … */
  readonly tag?: string | undefined;
  /** `unimportant`, `low`, `medium` or `high`; empty when it is not said. */
  readonly urgency: string;
}

const syntax =
  /^(?:\[([a-z][a-z-]{0,40})\]\s{1,9})?-\s{1,9}([a-z0-9][a-z0-9+.-]{0,199})(?:\s{1,9}(?:<([a-z-]{1,40})>|([0-9][\w.+:~-]{0,199})))?(?:\s{1,9}\((.*)\))?$/;
const urgencySyntax = /^(?:unimportant|low|medium|high)$/;

/**
 * Reads `- curl 7.88.1-10 (low; bug #1234)` or `[bookworm] - curl <no-dsa> (Minor issue)`:
 * security-team.debian.org/security_tracker.html, "The CVE/list format".
 */
export function readPackageLine(line: string): PackageLine | undefined {
  const match = syntax.exec(line.trim());
  if (!match) return undefined;
  const [, codename, name = "", tag, version, notes = ""] = match;
  if (tag === undefined && version === undefined) return undefined;
  const urgency = notes.split(";").map((note) => note.trim());
  return { codename, name, version, tag, urgency: urgency.find(isUrgency) ?? "" };
}

function isUrgency(note: string): boolean {
  return urgencySyntax.test(note);
}
