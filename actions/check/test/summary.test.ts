import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { renderWithin, summaryLimitBytes, writeSummary } from "../src/summary.ts";
import { exampleFinding, exampleReport } from "./example-report.ts";

describe("the job summary", () => {
  it("fits, whatever characters it is made of", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("a", "é", "漢", "🚢"),
        fc.integer({ min: 1, max: 5_000 }),
        fc.integer({ min: 0, max: 5_000 }),
        (character, limit, length) => {
          const render = (max: number) => character.repeat(Math.min(max, length));
          expect(Buffer.byteLength(renderWithin(render, limit))).toBeLessThanOrEqual(limit);
        },
      ),
    );
  });

  it("stays below what the runner takes, and after what the step has already written", async () => {
    const folder = await mkdtemp(join(tmpdir(), "plimsoll-summary-"));
    const file = join(folder, "summary.md");
    await writeFile(file, "# Before\n");
    const findings = Array.from({ length: 8_000 }, (_, n) =>
      exampleFinding({ title: `包裹-${n}: ${"很长的描述".repeat(20)}` }),
    );
    await writeSummary(exampleReport({ findings }), file);
    const bytes = await readFile(file);
    expect(bytes.toString("utf8").startsWith("# Before\n")).toBe(true);
    expect(bytes.length).toBeGreaterThan(100_000);
    expect(bytes.length).toBeLessThanOrEqual(summaryLimitBytes + 100);
    await rm(folder, { recursive: true });
  });

  it("does not fail the job when it cannot be written", async () => {
    const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    await writeSummary(exampleReport(), "/does/not/exist/summary.md");
    expect(write.mock.calls.join("")).toContain("::warning::The job summary could not be written");
    write.mockRestore();
  });
});
