import { describe, expect, it } from "vitest";
import { schemaValidator } from "../../../scan/test/cyclonedx/schema.ts";
import { renderCycloneDxVex } from "../../src/index.ts";
import { hostileReport, sampleReport } from "../sample-report.ts";
import { reportWithClaims } from "./claims.ts";

const errorsOf = schemaValidator();
const read = (text: string) => JSON.parse(text);

describe("a report as CycloneDX VEX", () => {
  it("follows the schema of CycloneDX 1.6", () => {
    expect(errorsOf(read(renderCycloneDxVex(sampleReport())))).toEqual([]);
    expect(errorsOf(read(renderCycloneDxVex(reportWithClaims(), { author: "Acme" })))).toEqual([]);
    expect(errorsOf(read(renderCycloneDxVex({ ...sampleReport(), findings: [] })))).toEqual([]);
  });

  it("gives each vulnerability an analysis in CycloneDX's words", () => {
    const { vulnerabilities, metadata } = read(renderCycloneDxVex(reportWithClaims()));
    expect(metadata.component.purl).toMatch(/^pkg:oci\/shop@sha256%3A5a/);
    // biome-ignore lint/suspicious/noExplicitAny: a test reads the document as any reader would
    const about = (id: string) => vulnerabilities.find((one: any) => one.id === id);
    expect(about("CVE-2019-10744")).toMatchObject({
      analysis: {
        state: "not_affected",
        justification: "code_not_reachable",
        detail: "vulnerable_code_not_in_execute_path. As Acme says in ACME-7",
      },
      affects: [{ ref: "pkg:npm/lodash@4.17.4" }],
    });
    expect(about("CVE-2023-5363").analysis).toMatchObject({
      state: "exploitable",
      response: ["will_not_fix"],
    });
  });

  it("lists only the packages that it speaks of", () => {
    const report = reportWithClaims();
    const { components, vulnerabilities } = read(renderCycloneDxVex(report));
    const spokenOf = new Set(report.findings.flatMap((finding) => finding.package?.purl ?? []));
    const purls = components.flatMap(({ purl = [] }) => purl);
    expect(purls.length).toBeGreaterThan(2);
    expect(purls.length).toBeLessThan(report.inventory.packages.length);
    for (const purl of purls) expect(spokenOf).toContain(purl);
    expect(vulnerabilities.length).toBeGreaterThan(3);
  });

  it("is the same each time, and harmless whatever the report holds", () => {
    expect(renderCycloneDxVex(reportWithClaims())).toBe(renderCycloneDxVex(reportWithClaims()));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be there
    expect(renderCycloneDxVex(hostileReport())).not.toMatch(/[\u001b\u202e\u200b]/);
  });
});
