import { isPlimsollError, parseReport, type Report } from "@plimsoll/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { renderJson } from "../src/index.ts";
import { reportArbitrary } from "./arbitraries.ts";
import { sampleReport } from "./sample-report.ts";

test("The JSON report is read back as the same report", () => {
  const text = renderJson(sampleReport());
  expect(text.endsWith("}\n")).toBe(true);
  expect(text.startsWith('{\n  "schemaVersion": "1.0",\n  "tool"')).toBe(true);
  expect(parseReport(JSON.parse(text))).toEqual(sampleReport());
});

test("The order of keys does not depend on how the report was made", () => {
  const reverse = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(reverse)
      : typeof value === "object" && value !== null
        ? Object.fromEntries(
            Object.entries(value)
              .reverse()
              .map(([k, v]) => [k, reverse(v)]),
          )
        : value;
  expect(renderJson(reverse(sampleReport()) as Report)).toBe(renderJson(sampleReport()));
});

test("Any valid report survives", () => {
  fc.assert(
    fc.property(reportArbitrary, (report) => {
      const text = renderJson(report);
      expect(renderJson(parseReport(JSON.parse(text)))).toBe(text);
    }),
    { numRuns: 60 },
  );
});

test("What is no report is refused by name", () => {
  expect(() => renderJson({} as Report)).toThrow(
    expect.toSatisfy((error: unknown) => isPlimsollError(error) && error.code === "MALFORMED"),
  );
});
