import { createFinding, type Distribution, type Finding } from "@plimsoll/core";
import { findEndOfLife } from "../ecosystems/end-of-life.ts";

/** A finding when the distribution gets no security updates any more on the day `now`. */
export function judgeEndOfLife(distribution: Distribution, now: Date): Finding | undefined {
  const ended = findEndOfLife(distribution, now);
  if (!ended) return undefined;
  const { id, versionId, codename } = distribution;
  return createFinding({
    rule: "distribution-end-of-life",
    kind: "policy",
    severity: "high",
    title: `${ended.name} has been out of support since ${ended.lastDay}`,
    description: `Its packages get no security updates any more. Vulnerabilities found since then stay open, and advisories do not list them: that none is reported does not mean that there is none.`,
    evidence: {
      value:
        versionId === undefined
          ? `ID=${id} VERSION_CODENAME=${codename}`
          : `ID=${id} VERSION_ID=${versionId}`,
      source: "etc/os-release",
    },
    fix: { description: `Rebuild on a supported release of ${ended.name.replace(/ [\d.]+$/, "")}` },
    references: [ended.url],
    identity: [ended.name],
  });
}
