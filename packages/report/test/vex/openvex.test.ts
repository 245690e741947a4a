import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderOpenVex } from "../../src/index.ts";
import { reportArbitrary } from "../arbitraries.ts";
import { hostileReport, sampleReport } from "../sample-report.ts";
import { reportWithClaims } from "./claims.ts";

const digest = "5a".repeat(32);

describe("a report as OpenVEX", () => {
  it("says of each vulnerability in the image what the report knows", () => {
    const { statements, ...document } = JSON.parse(
      renderOpenVex(reportWithClaims(), { author: "Acme" }),
    );
    expect(document).toMatchObject({
      "@context": "https://openvex.dev/ns/v0.2.0",
      author: "Acme",
      timestamp: "2026-11-23T10:00:00.000Z",
      version: 1,
      tooling: "plimsoll/0.4.0",
    });
    const about = (id: string) =>
      // biome-ignore lint/suspicious/noExplicitAny: a test reads the document as any reader would
      statements.find((one: any) => one.vulnerability.name === id);
    expect(about("CVE-2019-10744")).toEqual({
      vulnerability: { name: "CVE-2019-10744", aliases: ["GHSA-jf85-cpcp-j695"] },
      products: [
        {
          "@id": `pkg:oci/shop@sha256%3A${digest}?arch=amd64&repository_url=ghcr.io/acme/shop&tag=1.4`,
          identifiers: {
            purl: `pkg:oci/shop@sha256%3A${digest}?arch=amd64&repository_url=ghcr.io/acme/shop&tag=1.4`,
          },
          hashes: { "sha-256": digest },
          subcomponents: [{ "@id": "pkg:npm/lodash@4.17.4" }],
        },
      ],
      status: "not_affected",
      status_notes: "As Acme says in ACME-7",
      justification: "vulnerable_code_not_in_execute_path",
    });
    expect(about("CVE-2021-44906")).toMatchObject({
      status: "not_affected",
      justification: "vulnerable_code_cannot_be_controlled_by_adversary",
      status_notes: "Arguments are ours alone",
    });
    expect(about("CVE-2023-5363")).toMatchObject({
      status: "affected",
      action_statement: "The risk is accepted until 2026-12-31: Until the next release",
    });
  });

  it("says what to do about what affects it", () => {
    const { statements } = JSON.parse(renderOpenVex(sampleReport()));
    for (const { status, action_statement: action } of statements) {
      if (status === "affected") expect(action).toMatch(/Upgrade|No version|accepted/);
    }
  });

  it("gives the same document for the same report, and another identifier for another", () => {
    expect(renderOpenVex(reportWithClaims())).toBe(renderOpenVex(reportWithClaims()));
    const ids = [sampleReport(), reportWithClaims()].map(
      (one) => JSON.parse(renderOpenVex(one))["@id"],
    );
    expect(ids[0]).not.toBe(ids[1]);
  });

  it("never clears a package that is vulnerable in one of its places", () => {
    const report = reportWithClaims();
    const cleared = report.findings.find(
      ({ vulnerability }) => vulnerability?.id === "CVE-2019-10744",
    )!;
    const { suppression: _, ...failing } = cleared;
    const findings = [cleared, { ...failing, status: "fail" as const }];
    const { statements } = JSON.parse(renderOpenVex({ ...report, findings }));
    expect(statements).toMatchObject([{ status: "affected" }]);
  });

  it("names packages alone where no digest says which image it is", () => {
    const report = reportWithClaims();
    const { digest: _, ...subject } = report.subject;
    const { statements } = JSON.parse(renderOpenVex({ ...report, subject }));
    expect(statements[0].products).toEqual([{ "@id": "pkg:npm/lodash@4.17.4" }]);
  });

  it("keeps to the specification whatever the report holds", () => {
    const keeps = (text: string) => {
      for (const statement of JSON.parse(text).statements) {
        const {
          status,
          justification,
          impact_statement: impact,
          action_statement: action,
        } = statement;
        expect(statement.products.length).toBeGreaterThan(0);
        const reasons = [justification, impact].filter((reason) => reason !== undefined);
        if (status === "not_affected") expect(reasons).toHaveLength(1);
        if (status === "affected") expect(action).toBeTruthy();
      }
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be there
      expect(text).not.toMatch(/[\u001b\u202e\u200b]/);
    };
    keeps(renderOpenVex(hostileReport()));
    fc.assert(
      fc.property(reportArbitrary, (report) => keeps(renderOpenVex(report))),
      { numRuns: 50 },
    );
  });
});
