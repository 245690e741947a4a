import { createFinding, type Report, reportSchema } from "@plimsoll/core";

/** A report with one vulnerability, and one more that a waiver suppresses. */
export function createReportFixture(): Report {
  const vulnerable = (id: string) =>
    createFinding({
      rule: "vulnerable-package",
      kind: "vulnerability",
      severity: "high",
      title: id,
      identity: [id],
      package: { purl: "pkg:deb/debian/zlib1g@1", name: "zlib1g", version: "1" },
      vulnerability: {
        id,
        aliases: [],
        feed: "test",
        fixedVersion: "2",
        cvss: { score: 8.1, vector: "CVSS:3.1/AV:N" },
      },
    });
  return reportSchema.parse({
    schemaVersion: "1.0",
    tool: { name: "plimsoll", version: "1.2.3" },
    subject: { kind: "image", reference: "shop:1" },
    inventory: { packages: [], layers: [] },
    findings: [
      vulnerable("CVE-2026-1"),
      { ...vulnerable("CVE-2026-2"), status: "suppressed", suppression: { reason: "not used" } },
    ],
    trust: { result: "notChecked", reason: "It was not asked for.", signatures: [] },
    privileges: {},
    verdict: { result: "pass", reasons: [] },
    incomplete: [],
    timing: { startedAt: "2026-11-25T12:00:00.000Z", totalMs: 2000, phases: {} },
  });
}
