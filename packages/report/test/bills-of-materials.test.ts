import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderGitHubSnapshot, renderSpdx2, renderSpdx3, renderSyft } from "../src/index.ts";
import { reportArbitrary } from "./arbitraries.ts";
import { sampleReport } from "./sample-report.ts";

const run = { sha: "a".repeat(40), ref: "refs/heads/main", job: { id: "1", correlator: "check" } };
const renderers = {
  "SPDX 2.3": renderSpdx2,
  "SPDX 3.0.1": renderSpdx3,
  Syft: renderSyft,
  "GitHub snapshot": (report: Parameters<typeof renderSpdx2>[0]) =>
    renderGitHubSnapshot(report, run),
};

describe.each(Object.entries(renderers))("A bill of materials as %s", (_, render) => {
  it("names every package of the report", () => {
    const text = render(sampleReport());
    for (const { purl } of sampleReport().inventory.packages) {
      expect(text).toContain(JSON.stringify(purl));
    }
    expect(text.endsWith("}\n")).toBe(true);
  });

  it("is the same for the same report", () => {
    expect(render(sampleReport())).toBe(render(sampleReport()));
  });

  it("can be made of any valid report", () => {
    fc.assert(
      fc.property(reportArbitrary, (report) => {
        expect(typeof JSON.parse(render(report))).toBe("object");
      }),
      { numRuns: 30 },
    );
  });
});
