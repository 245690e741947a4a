import {
  createFinding,
  type Difference,
  type Finding,
  type FindingInput,
  type Report,
} from "@plimsoll/core";

/** A finding that fails, of the severity asked for. */
export function exampleFinding(input: Partial<FindingInput> = {}): Finding {
  return createFinding({
    rule: "vulnerable-package",
    kind: "vulnerability",
    severity: "critical",
    title: "lodash 4.17.4: prototype pollution",
    identity: [input.title],
    ...input,
  });
}

/** A report with these findings; the verdict is `pass` unless it is given. */
export function exampleReport(change: Partial<Report> = {}): Report {
  return {
    schemaVersion: "1.0",
    tool: { name: "plimsoll", version: "0.0.0" },
    subject: {
      kind: "image",
      reference: "ghcr.io/acme/shop:1.4",
      digest: `sha256:${"a".repeat(64)}`,
    },
    inventory: { layers: [], packages: [] },
    findings: [],
    trust: { result: "notChecked", reason: "No keys were given.", signatures: [] },
    privileges: { containers: [], files: [] },
    verdict: { result: "pass", reasons: [] },
    incomplete: [],
    timing: { startedAt: "2026-01-01T00:00:00.000Z", totalMs: 12, phases: {} },
    ...change,
  };
}

/** A comparison with an earlier image. */
export function exampleDifference(change: Partial<Difference> = {}): Difference {
  return {
    base: { reference: "ghcr.io/acme/shop:main", kind: "image" },
    kinds: ["vulnerability"],
    new: [],
    unchanged: [],
    changed: [],
    fixed: [],
    packages: [],
    privileges: [],
    ...change,
  };
}
