import { createFinding, type Finding, type Severity } from "@plimsoll/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { displayWidth } from "../src/escape/terminal.ts";
import { renderTerminal } from "../src/index.ts";
import { reportArbitrary } from "./arbitraries.ts";
import { hostileReport, sampleReport } from "./sample-report.ts";

const report = (findings: Finding[]) => ({
  ...sampleReport(),
  parts: ["audit"],
  incomplete: [],
  findings,
});

function failure(path: string, line: number, severity: Severity, title: string): Finding {
  return createFinding({
    rule: `rule-${title.split(" (")[0]!.toLowerCase().replaceAll(" ", "-")}`,
    kind: "misconfiguration",
    severity,
    title,
    location: { path, line },
    fix: { description: `Mend ${severity}.` },
    identity: [path, title, String(line)],
  });
}

describe("An audit on a terminal", () => {
  const suppressed: Finding = {
    ...failure("Dockerfile", 9, "low", "Waived"),
    status: "suppressed",
    suppression: { reason: "so be it", by: ".trivyignore:2 (trivy)" },
  };
  const findings = [
    failure("Dockerfile", 3, "low", "Uses sudo"),
    failure("Dockerfile", 7, "low", "Uses sudo"),
    failure("Dockerfile", 1, "medium", "No user"),
    { ...failure("Dockerfile", 1, "high", "Sound"), status: "pass" as const },
    suppressed,
    failure("compose.yaml", 4, "critical", "Privileged (service web)"),
    failure("compose.yaml", 9, "critical", "Privileged (service db)"),
    { ...failure("k8s.yaml", 1, "high", "Sound"), status: "pass" as const },
  ];
  const text = renderTerminal(report(findings));

  test("has a line for each target, the worst first, and its failures with their fixes", () => {
    expect(text).toContain(
      [
        "compose.yaml  2 critical",
        "  critical    4, 9: Privileged (services web, db) → Mend critical.",
        "",
        "Dockerfile  1 medium, 2 low · 1 suppressed · 1 check passed",
        "  medium      1: No user → Mend medium.",
        "  low         3, 7: Uses sudo → Mend low.",
        "",
        "k8s.yaml  nothing failed · 1 check passed",
      ].join("\n"),
    );
  });

  test("says how many of them a machine can mend", () => {
    const edits = [{ path: "Dockerfile", startLine: 1, endLine: 1, replacement: "" }];
    const [first, second, third] = findings.map((finding) => ({
      ...finding,
      fix: { description: "Mend.", edits },
    }));
    const unsafe = { ...third!, fix: { ...third!.fix, tier: "unsafe" as const } };
    expect(renderTerminal(report([first!, second!, unsafe]))).toContain(
      "Fixable       2 by --fix · 1 more by --fix=unsafe",
    );
  });

  test("says who suppressed what, and why when asked for everything", () => {
    expect(text).toContain("Suppressed    1 by .trivyignore (trivy)");
    expect(renderTerminal(report(findings), { verbose: true })).toContain(
      "Waived: so be it (.trivyignore:2 (trivy))",
    );
  });

  test("takes no more than 80 lines for three containers and a host with everything wrong", () => {
    const severities = ["critical", "high", "medium", "low", "negligible"] as const;
    const many = ["container:a", "container:b", "container:c", "host"].flatMap((path) =>
      Array.from({ length: 60 }, (_, i) =>
        failure(path, i + 1, severities[i % 5]!, `Rule number ${i} of a length that people write`),
      ),
    );
    const short = renderTerminal(report(many));
    expect(short.trimEnd().split("\n").length).toBeLessThanOrEqual(80);
    expect(short.match(/ {2}critical /g)).toHaveLength(48);
    for (const path of ["container:a", "container:b", "container:c", "host"]) {
      expect(short).toContain(`${path}  12 critical`);
    }
    expect(short).toContain("more (");
    expect(renderTerminal(report(many), { verbose: true })).not.toContain("more (");
  });

  test("counts the targets that find no room", () => {
    const many = Array.from({ length: 200 }, (_, i) => failure(`f${i}`, 1, "low", "Rule"));
    const short = renderTerminal(report(many));
    expect(short.trimEnd().split("\n").length).toBeLessThanOrEqual(80);
    expect(short).toMatch(/… \d+ more targets \(\d+ low\)/);
  });

  test("stays within its lines and columns, whatever the report says", () => {
    const any = fc.oneof(reportArbitrary, fc.constant(hostileReport()));
    fc.assert(
      fc.property(any, fc.integer({ min: 1, max: 140 }), fc.boolean(), (one, width, verbose) => {
        const shown = renderTerminal({ ...one, parts: ["audit"] }, { width, verbose });
        expect(shown).not.toMatch(/[^\P{Cc}\n]|\p{Cf}|^\s*::/mu);
        const lines = shown.trimEnd().split("\n");
        if (!verbose) expect(lines.length).toBeLessThanOrEqual(80);
        for (const line of lines) {
          expect(displayWidth(line), line).toBeLessThanOrEqual(Math.max(width, 40));
        }
      }),
      { numRuns: 80 },
    );
  });
});
