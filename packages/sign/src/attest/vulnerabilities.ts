import type { Finding, Report } from "@plimsoll/core";
import type { JsonObject } from "../encoding/json.ts";
import type { Predicate } from "./predicate.ts";
import { predicateTypes } from "./types.ts";

const scannerUri = "https://github.com/plimsoll/plimsoll";

/**
 * What a report says of vulnerabilities, as a scan (in-toto attestation, predicates/vuln.md, v0.2).
 * What a VEX statement or a waiver suppresses is left out.
 */
export function scanPredicate(report: Report): Predicate {
  return {
    predicateType: predicateTypes.vulns,
    predicate: {
      scanner: { ...describeScanner(report), result: vulnerabilitiesOf(report) },
      metadata: describeTimes(report),
    },
  };
}

/** The same as cosign has it (cosign, specs/COSIGN_VULN_ATTESTATION_SPEC.md). */
export function cosignScanPredicate(report: Report): Predicate {
  return {
    predicateType: predicateTypes.vuln,
    predicate: {
      invocation: {
        parameters: [report.subject.reference],
        uri: "",
        event_id: "",
        "builder.id": "",
      },
      scanner: {
        ...describeScanner(report),
        result: { vulnerabilities: vulnerabilitiesOf(report) },
      },
      metadata: describeTimes(report),
    },
  };
}

function describeScanner({ tool, advisories }: Report): JsonObject {
  return {
    uri: scannerUri,
    version: tool.version,
    db: {
      uri: advisories?.source ?? "none",
      version: advisories?.updated ?? "",
      lastUpdate: advisories?.updated ?? "",
    },
  };
}

function describeTimes({ timing }: Report): JsonObject {
  const finished = Date.parse(timing.startedAt) + timing.totalMs;
  return {
    scanStartedOn: timing.startedAt,
    scanFinishedOn: Number.isNaN(finished) ? timing.startedAt : new Date(finished).toISOString(),
  };
}

function vulnerabilitiesOf({ findings }: Report): JsonObject[] {
  return findings
    .filter(({ suppression }) => suppression === undefined)
    .map(describeVulnerability)
    .filter((vulnerability) => vulnerability !== undefined);
}

function describeVulnerability(finding: Finding): JsonObject | undefined {
  const { vulnerability, severity, package: installed } = finding;
  if (vulnerability === undefined) return undefined;
  const { id, cvss, fixedVersion } = vulnerability;
  return {
    id,
    severity: [
      { method: "severity", score: severity },
      ...(cvss === undefined
        ? []
        : [{ method: cvss.vector.split("/")[0], score: String(cvss.score) }]),
    ],
    annotations: [
      ...(installed === undefined ? [] : [{ purl: installed.purl }]),
      ...(fixedVersion === undefined ? [] : [{ fixedVersion }]),
    ],
  };
}
