import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { displayWidth } from "../src/escape/terminal.ts";
import { renderTerminal } from "../src/index.ts";
import { reportArbitrary } from "./arbitraries.ts";
import { hostileReport, largeReport, sampleReport } from "./sample-report.ts";

describe("The report on a terminal", () => {
  const text = renderTerminal(sampleReport(), { width: 100 });
  const lines = text.split("\n");

  test("starts with the answer and its reasons", () => {
    expect(lines[0]).toBe("⊖ FAIL  Not safe to sail");
    expect(lines[1]).toBe("  ghcr.io/acme/shop:1.4");
    expect(text.indexOf("3 fixable vulnerabilities")).toBeLessThan(text.indexOf("Secrets"));
  });

  test("names what is installed, what fixes it and where it came from", () => {
    expect(text).toContain("CVE-2019-10744  lodash 4.17.4 → 4.17.12");
    expect(text).toContain("app/node_modules/lodash/package.json · layer 4, RUN npm ci");
    expect(text).toContain("CVE-2022-24999  express 4.15.2 (no fix yet)");
    expect(text).toContain("Fix: Add `USER node` before CMD.");
  });

  test("lists the worst first", () => {
    expect(text.indexOf("CVE-2021-44906 ")).toBeLessThan(text.indexOf("CVE-2023-5363 "));
  });

  test("tells privileges, trust, inventory, the baseline, what is incomplete, and the time", () => {
    for (const part of [
      "image: runs as root (no user is set), 2 capabilities at start, 3 at most",
      "1 setuid or setgid file, 1 file with capabilities",
      "Verified: Signed by one of the given keys.",
      "✓ payload-digest: The payload names this digest.",
      "Debian GNU/Linux 12 (bookworm) · 7 packages (4 npm, 3 deb) · 4 layers",
      "embedded baseline only",
      "app/data/huge.bin: The file is larger than 64 MiB. (LIMIT_EXCEEDED)",
      "1.8 s (walk 1.0 s, pull 620 ms, match 45 ms)",
    ]) {
      expect(text).toContain(part);
    }
  });

  test("is no wall: ten of each kind, then how many more, unless all are asked for", () => {
    const many = largeReport(200);
    expect(renderTerminal(many)).toContain("… 190 more (");
    expect(renderTerminal(many).split("\n").length).toBeLessThan(70);
    expect(renderTerminal(many, { verbose: true })).not.toContain("more (");
    expect(renderTerminal(many, { verbose: true })).toContain("CVE-2024-10199");
  });

  test("is coloured only when asked", () => {
    expect(text).not.toContain("\u001b");
    const coloured = renderTerminal(sampleReport(), { width: 100, colour: true });
    expect(coloured).toContain("\u001b[1;31m⊖ FAIL");
    expect(stripVTControlCharacters(coloured)).toBe(text);
  });

  test("says so when all is well", () => {
    const clean = { ...sampleReport(), findings: [], incomplete: [] };
    const pass = renderTerminal({ ...clean, verdict: { result: "pass", reasons: [] } });
    expect(pass).toMatch(/^⊖ PASS {2}Safe to sail\n/);
    expect(pass).toContain("Nothing was found that speaks against it.");
  });

  test.each([40, 80, 120])("fits %i columns, hostile or not", (width) => {
    for (const report of [sampleReport(), hostileReport()]) {
      for (const line of renderTerminal(report, { width, verbose: true }).split("\n")) {
        expect(displayWidth(line), line).toBeLessThanOrEqual(width);
      }
    }
  });

  test("lets nothing out of an image move the cursor or command a workflow", () => {
    const text = renderTerminal(hostileReport(), { width: 80, verbose: true });
    expect(text).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
    expect(text).not.toMatch(/^\s*::/m);
  });

  test("never throws and never wraps wrongly, whatever the report says", () => {
    fc.assert(
      fc.property(reportArbitrary, fc.integer({ min: 1, max: 140 }), (report, width) => {
        const text = renderTerminal(report, { width, verbose: true });
        expect(text).not.toMatch(/[^\P{Cc}\n]|\p{Cf}|^\s*::/mu);
        for (const line of text.split("\n")) {
          expect(displayWidth(line)).toBeLessThanOrEqual(Math.max(width, 40));
        }
      }),
      { numRuns: 60 },
    );
  });
});
