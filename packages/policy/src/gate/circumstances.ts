import type { AdvisoryData, Config, Incomplete, Subject, Trust } from "@plimsoll/core";
import type { Reasons } from "./findings.ts";
import { compareText, countOf, listNames } from "./sentence.ts";

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Where rules of `trust` judged, their answer counts. Otherwise a signature that does not hold always
 * fails, and a missing one only where `trust.require` asks for it.
 */
export function weighTrust(trust: Trust, config: Pick<Config, "trust">): Reasons {
  if (trust.isAccepted !== undefined) return weighPolicy(trust);
  if (trust.result === "failed") {
    return { fail: [`The signature does not hold: ${sentence(trust.reason)}`], warn: [] };
  }
  if (config.trust.require && trust.result !== "verified") {
    const what = trust.result === "unsigned" ? "the image is unsigned" : "no signature was checked";
    return {
      fail: [`A verified signature is required, and ${what}: ${sentence(trust.reason)}`],
      warn: [],
    };
  }
  return { fail: [], warn: [] };
}

function weighPolicy({ isAccepted, result, reason }: Trust): Reasons {
  if (!isAccepted) {
    return { fail: [`The trust policy refuses the image: ${sentence(reason)}`], warn: [] };
  }
  if (result === "verified" || result === "notChecked") return { fail: [], warn: [] };
  return { fail: [], warn: [`The trust policy would refuse the image: ${sentence(reason)}`] };
}

/** What could not be inspected is never a pass. */
export function weighIncomplete(incomplete: readonly Incomplete[]): Reasons {
  if (incomplete.length === 0) return { fail: [], warn: [] };
  const names = [...new Set(incomplete.map(({ what }) => what))].sort(compareText);
  const subject = countOf(incomplete.length, { one: "part", many: "parts" });
  return { fail: [], warn: [`${subject} could not be inspected: ${listNames(names)}.`] };
}

/**
 * Warns of advisory data that is older than `advisories.max-age-days`, of unknown age, or missing;
 * with `advisories.fail-on-stale` that fails. The embedded baseline is exempt from the warning, since
 * its age is that of the release and reports name it anyway, but not from failing.
 */
export function weighAdvisories(
  advisories: AdvisoryData | undefined,
  subject: Subject | undefined,
  config: Pick<Config, "advisories">,
  now: Date,
): Reasons {
  const warnings = advisoryWarnings(advisories, subject, config, now);
  if (!config.advisories["fail-on-stale"]) return { fail: [], warn: warnings };
  if (advisories?.source === "baseline") {
    return { fail: ["Only the embedded baseline of advisories was at hand."], warn: [] };
  }
  return { fail: warnings, warn: [] };
}

function advisoryWarnings(
  advisories: AdvisoryData | undefined,
  subject: Subject | undefined,
  config: Pick<Config, "advisories">,
  now: Date,
): string[] {
  if (advisories?.source === "none") {
    // An audit of source files has no packages to look up.
    return subject?.kind === "files"
      ? []
      : ["No advisory data was at hand: known vulnerabilities were not looked for."];
  }
  if (advisories?.source !== "directory" && advisories?.source !== "mirror") return [];
  const updatedMs = advisories.updated === undefined ? Number.NaN : Date.parse(advisories.updated);
  if (Number.isNaN(updatedMs)) return ["The advisory data does not say how old it is."];
  const ageDays = Math.floor((now.getTime() - updatedMs) / dayMs);
  const limitDays = config.advisories["max-age-days"];
  if (now.getTime() - updatedMs <= limitDays * dayMs) return [];
  const day = new Date(updatedMs).toISOString().slice(0, 10);
  return [
    `The advisory data is ${countOf(ageDays, { one: "day", many: "days" })} old (${day}); at most ${limitDays} is accepted.`,
  ];
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
