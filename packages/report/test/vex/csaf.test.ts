import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderCsafVex } from "../../src/index.ts";
import { reportArbitrary } from "../arbitraries.ts";
import { hostileReport, sampleReport } from "../sample-report.ts";
import { reportWithClaims } from "./claims.ts";
import { csafFaults } from "./csaf-rules.ts";

const read = (text: string) => JSON.parse(text);

describe("a report as CSAF", () => {
  it("is a VEX document that passes the mandatory tests", () => {
    const document = read(renderCsafVex(reportWithClaims(), { author: "Acme Security" }));
    expect(csafFaults(document)).toEqual([]);
    expect(document.document).toMatchObject({
      category: "csaf_vex",
      csaf_version: "2.0",
      publisher: { name: "Acme Security" },
      title: "Vulnerabilities of ghcr.io/acme/shop:1.4",
    });
  });

  it("would be caught breaking them", () => {
    const document = read(renderCsafVex(reportWithClaims()));
    const [first] = document.vulnerabilities;
    expect(csafFaults({ ...document, vulnerabilities: [first, first] })).toContain(
      "6.1.23 a CVE is used twice",
    );
    const { flags: _, threats: __, ...bare } = first;
    expect(csafFaults({ ...document, vulnerabilities: [bare] })).toEqual([`6.1.27.9 ${first.cve}`]);
  });

  it("names the image by package URL and digest, and packages as its components", () => {
    const { product_tree: tree, vulnerabilities } = read(renderCsafVex(reportWithClaims()));
    expect(tree.full_product_names[0]).toMatchObject({
      product_id: "image",
      product_identification_helper: {
        hashes: [{ file_hashes: [{ algorithm: "sha256", value: "5a".repeat(32) }] }],
        purl: expect.stringMatching(/^pkg:oci\/shop@sha256%3A5a/),
      },
    });
    expect(vulnerabilities[0]).toMatchObject({
      cve: "CVE-2019-10744",
      ids: [{ system_name: "GHSA", text: "GHSA-jf85-cpcp-j695" }],
      product_status: { known_not_affected: ["image:pkg:npm/lodash@4.17.4"] },
      flags: [{ label: "vulnerable_code_not_in_execute_path" }],
    });
  });

  it("says nothing where there is nothing to say, and is valid still", () => {
    const document = read(renderCsafVex({ ...sampleReport(), findings: [] }));
    expect(document.document.category).toBe("csaf_base");
    expect(csafFaults(document)).toEqual([]);
  });

  it("passes them whatever the report holds, and is the same each time", () => {
    // A hostile report's package URLs are any text.
    const faultsOf = (text: string) =>
      csafFaults(read(text)).filter((fault) => !fault.startsWith("6.1.13"));
    expect(faultsOf(renderCsafVex(hostileReport()))).toEqual([]);
    fc.assert(
      fc.property(reportArbitrary, (report) => {
        const text = renderCsafVex(report);
        expect(text).toBe(renderCsafVex(report));
        expect(faultsOf(text)).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});
