import type { Finding, Report } from "@plimsoll/core";
import { sampleReport } from "../sample-report.ts";

/**
 * The sample in which a VEX document clears lodash, a waiver clears minimist and another accepts the
 * risk of openssl; the others stay.
 */
export function reportWithClaims(): Report {
  const report = sampleReport();
  return { ...report, findings: report.findings.map(withClaim) };
}

function withClaim(finding: Finding): Finding {
  switch (finding.vulnerability?.id) {
    case "CVE-2019-10744":
      return suppressed(finding, {
        reason: "Acme says not affected (vulnerable_code_not_in_execute_path) (ACME-7)",
        vex: {
          status: "not_affected",
          justification: "vulnerable_code_not_in_execute_path",
          author: "Acme",
          document: "ACME-7",
        },
      });
    case "CVE-2021-44906":
      return suppressed(finding, {
        reason: "Arguments are ours alone",
        vex: {
          status: "not_affected",
          justification: "vulnerable_code_cannot_be_controlled_by_adversary",
          statement: "Arguments are ours alone",
        },
      });
    case "CVE-2023-5363":
      return suppressed(finding, { reason: "Until the next release", expires: "2026-12-31" });
    default:
      return finding;
  }
}

function suppressed(finding: Finding, suppression: Finding["suppression"]): Finding {
  return { ...finding, status: "suppressed", ...(suppression && { suppression }) };
}
