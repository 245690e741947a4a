import { PlimsollError, parseReport } from "@plimsoll/core";
import { describe, expect, it } from "vitest";
import { failedReport } from "../src/failed-report.ts";
import { failureOf } from "../src/failure.ts";
import { exampleFinding, exampleReport } from "./example-report.ts";

const incomplete = [{ code: "MALFORMED", what: "layer 2", why: "The tar is cut off." }];

describe("the job", () => {
  it("succeeds when the verdict is pass or warn, whatever was found", () => {
    const findings = [exampleFinding()];
    expect(failureOf(exampleReport({ findings }))).toBeUndefined();
    const warn = { result: "warn" as const, reasons: ["Old advisories."] };
    expect(failureOf(exampleReport({ verdict: warn }))).toBeUndefined();
  });

  it("fails with the reasons of the verdict", () => {
    const verdict = { result: "fail" as const, reasons: ["1 secret.", "2 critical."] };
    expect(failureOf(exampleReport({ verdict }))).toContain(
      "is not accepted: 1 secret. 2 critical.",
    );
  });

  it("fails when something could not be inspected, even if nothing was found", () => {
    const failure = failureOf(exampleReport({ incomplete: [...incomplete, ...incomplete] }));
    expect(failure).toContain("layer 2: The tar is cut off. And 1 more.");
  });

  it("names the refusal first when both are so", () => {
    const verdict = { result: "fail" as const, reasons: ["1 secret."] };
    expect(failureOf(exampleReport({ verdict, incomplete }))).toContain("1 secret.");
  });

  it("fails when nothing could be checked at all, with a report that says so", () => {
    const error = new PlimsollError("NOT_FOUND", "There is no such image", { subject: "shop:9" });
    const report = failedReport(error, "shop:9");
    expect(parseReport(report)).toEqual(report);
    expect(failureOf(report)).toContain("There is no such image");
    expect(failureOf(failedReport(error, undefined))).toBeDefined();
  });
});
