import type { FixState } from "../../advisory.ts";
import { fixedIn, newAffected, unfixedBefore } from "../../records/new-record.ts";
import type { RecordAffected } from "../../records/record.ts";

/** How a vulnerability of a source package stands in one release of Debian. */
export type Standing =
  | { readonly kind: "not-affected" }
  | { readonly kind: "fixed"; readonly version: string }
  | {
      readonly kind: "open";
      readonly state: FixState;
      /** A version with the fix that this release does not have: backports may bring it. */
      readonly elsewhere?: string | undefined;
    };

// security-team.debian.org/security_tracker.html, "Severity levels"; the tracker marks with `**`
// what it took over from others.
const urgencies = new Set(["unimportant", "low", "medium", "high"]);

/** What a standing means for the package in the release of this number. */
export function debianAffected(
  name: string,
  release: string,
  standing: Standing,
  urgency: string,
): RecordAffected {
  const word = urgency.replace(/\*+$/, "");
  return newAffected({
    ecosystem: `Debian:${release}`,
    name,
    urgency: urgencies.has(word) ? word : "",
    ranges: [rangeOf(standing)],
    ...(standing.kind === "open" && { state: standing.state }),
  });
}

function rangeOf(standing: Standing) {
  if (standing.kind === "not-affected") return fixedIn("0");
  return standing.kind === "fixed" ? fixedIn(standing.version) : unfixedBefore(standing.elsewhere);
}

/** Page of a vulnerability in the tracker. */
export function trackerPage(id: string): string {
  return `https://security-tracker.debian.org/tracker/${id}`;
}
