import type { Finding, Ignore } from "@plimsoll/core";
import { compileIgnore } from "./match.ts";
import { noteExpired, noteUnused, policyRules } from "./notes.ts";

/**
 * Applies waivers: a failing finding that a valid waiver matches becomes `suppressed`, and each
 * expired or unused waiver is reported as a finding of kind `policy` at the end of the list.
 *
 * When several waivers match, the first in the configuration gives the reason; all of them count
 * as used. Waivers do not reach the notes about waivers.
 *
 * @param today `YYYY-MM-DD` in UTC; a waiver holds until the end of its day of expiry
 * @param subject the image as it was named, if there is one
 */
export function applyIgnores(
  findings: readonly Finding[],
  ignores: readonly Ignore[],
  today: string,
  subject?: string,
): Finding[] {
  const waivers = ignores.map((ignore) => ({
    ignore,
    expired: ignore.expires !== undefined && ignore.expires < today,
    matches: compileIgnore(ignore, subject),
    matched: 0,
  }));
  const judged = findings.filter(isNotNote).map((finding) => {
    // A finding suppressed before (by a VEX statement, say) still shows that the waiver has a purpose.
    if (finding.status !== "fail" && finding.status !== "suppressed") return finding;
    const matching = waivers.filter((waiver) => waiver.matches(finding));
    for (const waiver of matching) waiver.matched += 1;
    const valid = matching.find((waiver) => !waiver.expired);
    return valid === undefined || finding.status === "suppressed"
      ? finding
      : suppress(finding, valid.ignore);
  });
  const notes = waivers.flatMap(({ ignore, expired, matched }) => {
    if (expired) return [noteExpired(ignore, matched)];
    return matched === 0 ? [noteUnused(ignore)] : [];
  });
  return [...judged, ...notes];
}

/** Notes of an earlier judgement are left out, so that judging twice changes nothing. */
function isNotNote(finding: Finding): boolean {
  return !(finding.kind === "policy" && Object.hasOwn(policyRules, finding.rule));
}

function suppress(finding: Finding, { reason, expires, vex }: Ignore): Finding {
  return {
    ...finding,
    status: "suppressed",
    suppression: {
      reason,
      by: "plimsoll.yml",
      ...(expires !== undefined && { expires }),
      ...(vex !== undefined && {
        vex: { status: "not_affected", justification: vex, statement: reason },
      }),
    },
  };
}
