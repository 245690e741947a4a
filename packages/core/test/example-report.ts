import { createFinding, type Report } from "../src/index.ts";

/** A small report with one finding, as a check of an image makes it. */
export function exampleReport(): Report {
  return {
    schemaVersion: "1.0",
    tool: { name: "plimsoll", version: "0.0.0" },
    subject: { kind: "image", reference: "shop:1", source: "oci-dir" },
    inventory: {
      layers: [{ index: 0, diffId: "sha256:00" }],
      packages: [
        {
          purl: "pkg:npm/lodash@4.17.4",
          name: "lodash",
          version: "4.17.4",
          type: "npm",
          licences: ["MIT"],
          locations: [{ path: "app/node_modules/lodash/package.json", layer: "sha256:00" }],
        },
      ],
    },
    findings: [
      createFinding({
        rule: "vulnerable-package",
        kind: "vulnerability",
        severity: "critical",
        title: "lodash 4.17.4: prototype pollution",
        vulnerability: { id: "CVE-2019-10744", fixedVersion: "4.17.12", feed: "osv/npm" },
        identity: ["CVE-2019-10744", "pkg:npm/lodash"],
      }),
    ],
    trust: { result: "notChecked", reason: "No keys were given.", signatures: [] },
    privileges: { containers: [], files: [] },
    verdict: { result: "fail", reasons: ["1 fixable vulnerability of critical severity."] },
    incomplete: [],
    timing: { startedAt: "2026-01-01T00:00:00.000Z", totalMs: 12, phases: { walk: 8 } },
  };
}
