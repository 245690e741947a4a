import { describe, expect, it } from "vitest";
import { isPlimsollError, PlimsollError, parseReport, toPlimsollError } from "../src/index.ts";
import { exampleReport } from "./example-report.ts";

describe("parseReport", () => {
  it("reads back what was written", () => {
    const report = exampleReport();
    expect(parseReport(JSON.parse(JSON.stringify(report)))).toEqual(report);
  });

  it("refuses a report of another schema version, and says what to do", () => {
    const parse = () => parseReport({ ...exampleReport(), schemaVersion: "9.0" }, "old.json");
    expect(parse).toThrow(/old\.json is not a report: schemaVersion/);
    try {
      parse();
    } catch (error) {
      expect(error).toMatchObject({
        code: "MALFORMED",
        action: expect.stringContaining("plimsoll check"),
      });
    }
  });

  it("lists ten faults and counts the rest", () => {
    const findings = Array.from({ length: 20 }, () => ({}));
    expect(() => parseReport({ ...exampleReport(), findings })).toThrow(/and \d+ more$/);
  });
});

describe("the names of the JSON report", () => {
  it("are those that its users were promised", () => {
    const report = exampleReport();
    expect(Object.keys(report)).toEqual(
      expect.arrayContaining([
        "schemaVersion",
        "tool",
        "subject",
        "inventory",
        "findings",
        "trust",
        "privileges",
        "verdict",
        "incomplete",
      ]),
    );
    expect(report.findings[0]).toMatchObject({
      fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
      rule: "vulnerable-package",
      status: "fail",
      vulnerability: {
        id: "CVE-2019-10744",
        aliases: [],
        fixedVersion: "4.17.12",
        feed: "osv/npm",
      },
      peers: {},
    });
  });
});

describe("PlimsollError", () => {
  it("is recognised by code, also from another copy of the package", () => {
    const foreign = Object.assign(new Error("x"), { name: "PlimsollError", code: "TIMEOUT" });
    expect(isPlimsollError(new PlimsollError("TIMEOUT", "x"))).toBe(true);
    expect(isPlimsollError(foreign)).toBe(true);
    expect(isPlimsollError(Object.assign(foreign, { code: "ENOENT" }))).toBe(false);
  });

  it("wraps another error once and keeps it as the cause", () => {
    const cause = new Error("EACCES");
    const wrapped = toPlimsollError(cause, "READ_FAILED", "The layout could not be read", {
      subject: "a",
    });
    expect(wrapped).toMatchObject({ code: "READ_FAILED", subject: "a", cause });
    expect(wrapped.message).toBe("The layout could not be read: EACCES");
    expect(toPlimsollError(wrapped, "INTERNAL", "again")).toBe(wrapped);
  });
});
