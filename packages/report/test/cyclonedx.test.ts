import fc from "fast-check";
import { expect, test } from "vitest";
import { renderCycloneDx } from "../src/index.ts";
import { reportArbitrary } from "./arbitraries.ts";
import { sampleReport } from "./sample-report.ts";

test("The bill of materials names every package of the report", () => {
  const text = renderCycloneDx(sampleReport());
  const { bomFormat, specVersion, components } = JSON.parse(text);
  expect({ bomFormat, specVersion }).toEqual({ bomFormat: "CycloneDX", specVersion: "1.6" });
  const purls = components.map(({ purl }: { purl?: string }) => purl);
  for (const { purl } of sampleReport().inventory.packages) expect(purls).toContain(purl);
  expect(text.endsWith("}\n")).toBe(true);
});

test("The same report gives the same bill of materials", () => {
  expect(renderCycloneDx(sampleReport())).toBe(renderCycloneDx(sampleReport()));
});

test("Any valid report has a bill of materials", () => {
  fc.assert(
    fc.property(reportArbitrary, (report) => {
      expect(JSON.parse(renderCycloneDx(report)).bomFormat).toBe("CycloneDX");
    }),
    { numRuns: 30 },
  );
});
