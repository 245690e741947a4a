import { describe, expect, it } from "vitest";
import { renderHtml, renderMarkdown, renderTerminal } from "../src/index.ts";
import { sampleReport } from "./sample-report.ts";

const passing = { ...sampleReport(), verdict: { result: "pass" as const, reasons: [] } };

describe("the headline", () => {
  it.each([renderTerminal, renderMarkdown, renderHtml])(
    "calls the whole safe only when all of it was looked at",
    (render) => {
      expect(render(passing)).toContain("Safe to sail");
      const part = render({ ...passing, parts: ["audit"] });
      expect(part).not.toContain("Safe to sail");
      expect(part).toContain("Nothing against it (audit only)");
    },
  );
});
