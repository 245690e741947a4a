import {
  type Finding,
  type Report,
  type VexJustification,
  type VexStatus,
  type Vulnerability,
  vexJustifications,
} from "@plimsoll/core";
import { plainLine } from "../escape/plain.ts";

/** What a VEX document says about one vulnerability in some packages, whatever its format. */
export interface Claim {
  vulnerability: Vulnerability;
  status: VexStatus;
  justification?: VexJustification;
  /** Why it is not affected. */
  impact?: string;
  /** What to do, for what is affected. */
  action?: string;
  /** How far a fix is: decides CSAF's category and CycloneDX's response. */
  remedy?: "update" | "none" | "accepted";
  /** Whose claim it is, where it is somebody else's. */
  note?: string;
  packages: { purl: string; name: string; version: string }[];
}

/**
 * What a report lets its reader say about each vulnerability, sorted. What a VEX document or a waiver
 * with a `vex` justification suppresses is `not_affected` or `fixed`. A waiver without one accepts a
 * risk: that is `affected`, and what to do is nothing. Where a package lies in several places, the most
 * cautious of what is known of them holds.
 */
export function claimsOf({ findings }: Report): Claim[] {
  const byPackage = new Map<string, { claim: Claim; finding: Finding }>();
  for (const finding of findings) {
    const claim = claimOf(finding);
    if (claim === undefined) continue;
    const key = `${claim.vulnerability.id}\n${claim.packages[0]!.purl}`;
    const known = byPackage.get(key);
    if (known === undefined || caution(claim) < caution(known.claim)) {
      byPackage.set(key, { claim, finding });
    }
  }
  const alike = Map.groupBy(
    [...byPackage.values()].map(({ claim }) => claim),
    ({ vulnerability, status, justification, impact, action, note }) =>
      JSON.stringify([vulnerability.id, status, justification, impact, action, note]),
  );
  return [...alike]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, claims]) => ({
      ...claims[0]!,
      packages: claims
        .flatMap(({ packages }) => packages)
        .sort((a, b) => (a.purl < b.purl ? -1 : 1)),
    }));
}

const mostCautiousFirst: readonly VexStatus[] = [
  "affected",
  "under_investigation",
  "fixed",
  "not_affected",
];

function caution({ status }: Claim): number {
  return mostCautiousFirst.indexOf(status);
}

const noFix = "No version that fixes it is known; limit what can reach it";

function claimOf(finding: Finding): Claim | undefined {
  const { kind, vulnerability, package: found, status, suppression } = finding;
  if (kind !== "vulnerability" || vulnerability === undefined || found === undefined) {
    return undefined;
  }
  // Nothing can be said of what has no name.
  if (vulnerability.id === "" || found.purl === "") return undefined;
  const about = { vulnerability, packages: [found] };
  if (status === "suppressed") return { ...about, ...suppressedClaim(suppression) };
  if (status === "unknown") return { ...about, status: "under_investigation" };
  if (status !== "fail") return undefined;
  const { vex } = vulnerability;
  if (vex?.status === "under_investigation") {
    return { ...about, status: "under_investigation", ...noteOf(vex) };
  }
  const fix = finding.fix?.description ?? noFix;
  const isAffected = vex?.status === "affected";
  return {
    ...about,
    status: "affected",
    action: (isAffected && plainLine(vex.statement ?? "", 500)) || plainLine(fix, 500) || noFix,
    remedy: vulnerability.fixedVersion === undefined ? "none" : "update",
    ...(isAffected && noteOf(vex)),
  };
}

function suppressedClaim(
  suppression: Finding["suppression"],
): Omit<Claim, "vulnerability" | "packages"> {
  const { reason = "no reason given", expires, vex } = suppression ?? {};
  if (vex === undefined || (vex.status !== "not_affected" && vex.status !== "fixed")) {
    const until = expires === undefined ? "" : ` until ${expires}`;
    const action = plainLine(`The risk is accepted${until}: ${reason}`, 500);
    return { status: "affected", action, remedy: "accepted" };
  }
  if (vex.status === "fixed") return { status: "fixed", ...noteOf(vex) };
  const justification = justificationOf(vex.justification);
  const impact =
    plainLine(vex.statement ?? "", 500) ||
    (justification === undefined ? plainLine(reason, 500) || "no reason given" : "");
  return {
    status: "not_affected",
    ...(justification !== undefined && { justification }),
    ...(impact !== "" && { impact }),
    ...noteOf(vex),
  };
}

/** CycloneDX's terms that mean what one of the shared ones does. */
const sameAs: Readonly<Record<string, VexJustification>> = {
  code_not_present: "vulnerable_code_not_present",
  code_not_reachable: "vulnerable_code_not_in_execute_path",
  protected_by_compiler: "inline_mitigations_already_exist",
  protected_at_runtime: "inline_mitigations_already_exist",
  protected_at_perimeter: "inline_mitigations_already_exist",
  protected_by_mitigating_control: "inline_mitigations_already_exist",
};

function justificationOf(term = ""): VexJustification | undefined {
  return (
    vexJustifications.find((one) => one === term) ??
    (Object.hasOwn(sameAs, term) ? sameAs[term] : undefined)
  );
}

function noteOf({
  author,
  document,
}: {
  author?: string | undefined;
  document?: string | undefined;
}): { note?: string } {
  if (document === undefined) return {};
  return { note: plainLine(`As ${author ?? "its author"} says in ${document}`, 500) };
}
