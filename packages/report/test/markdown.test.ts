import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { renderMarkdown } from "../src/index.ts";
import { countCodePoints } from "../src/markdown/budget.ts";
import { reportArbitrary } from "./arbitraries.ts";
import { hostileReport, hostileStrings, largeReport, sampleReport } from "./sample-report.ts";

const marker = "<!-- plimsoll:v1 key=0123 -->";

/** Throws away what we write ourselves and what lies in code; the rest came out of the image. */
function strangersIn(markdown: string): string[] {
  const prose = markdown
    .replace(marker, "")
    .replace(/`[^`\n]*`/g, "")
    .replace(/\]\(<https?:\/\/[^<>\s|]*>\)/g, "]")
    .replace(/<\/?(?:details|summary|sub|code|br)>/g, "");
  return prose.match(/<[^\n]{0,20}|@(?!&#8203;)|(?<!&)#\d|:\/\/|javascript:[^\s]*\)>|!\[/g) ?? [];
}

function isBalanced(markdown: string): boolean {
  const count = (part: string) => markdown.split(part).length - 1;
  return (
    count("<details>") === count("</details>") &&
    count("<summary>") === count("</summary>") &&
    count("<sub>") === count("</sub>")
  );
}

describe("The comment", () => {
  const text = renderMarkdown(sampleReport(), { marker, heading: "build / check" });

  test("starts with its marker and the answer", () => {
    expect(text.startsWith(`${marker}\n### build / check: ❌ Not safe to sail\n`)).toBe(true);
  });

  test("counts by kind and severity", () => {
    expect(text).toContain("| Vulnerabilities | 2 | 2 | · | 1 | · | · |");
  });

  test("shows the ten that matter and folds the rest", () => {
    const many = renderMarkdown(largeReport(40));
    const [shown, folded] = many.split("<details>", 2);
    expect(shown!.match(/^\| 🟥|^\| 🟧/gm)).toHaveLength(10);
    expect(many).toContain("<summary>All other findings (30)</summary>");
    expect(folded).toBeDefined();
  });

  test("says where a finding came from and what fixes it", () => {
    expect(text).toContain(
      "`lodash 4.17.4`<br>`app/node_modules/lodash/package.json`<br>layer 4: `RUN npm ci` | `4.17.4` → `4.17.12` |",
    );
    expect(text).toContain("- Upgrade lodash to 4.17.12 or later.");
  });

  test("ends with how it was made", () => {
    expect(text).toMatch(/<sub>⊖ plimsoll 0\.4\.0 · sha256:5a5a.* · advisories: .*<\/sub>\n$/);
  });

  test("has a table whose rows all have four cells", () => {
    for (const row of text.match(/^\| (?:🟥|🟧|🟨|⬜|🟦).*$/gm)!) {
      expect(row.split("|")).toHaveLength(6);
    }
  });
});

describe("A long comment", () => {
  test.each([1_200, 3_000, 10_000, 65_000])("is cut by whole rows to %i code points", (limit) => {
    const text = renderMarkdown(largeReport(3_000), { maxCodePoints: limit, marker });
    expect(countCodePoints(text)).toBeLessThanOrEqual(limit);
    expect(countCodePoints(text)).toBeGreaterThan(limit * 0.6);
    expect(isBalanced(text)).toBe(true);
    expect(text).toContain("more; the full report lists them.");
    expect(text.endsWith("</sub>\n")).toBe(true);
    for (const row of text.match(/^\|.*$/gm) ?? []) expect(row.endsWith("|")).toBe(true);
  });

  test("says exactly how many rows are left out", () => {
    const text = renderMarkdown(largeReport(3_000));
    const rows = text.match(/^\| (?:🟥|🟧|🟨|⬜|🟦|▫️)/gm)!.length;
    const folded = text.slice(text.indexOf("All other findings"));
    const more = /and ([\d,]+) more/.exec(folded)![1]!.replace(",", "");
    expect(rows + Number(more)).toBe(3_000);
  });

  test("keeps its limit, whatever the report says and however small it is", () => {
    fc.assert(
      fc.property(reportArbitrary, fc.integer({ min: 0, max: 4_000 }), (report, limit) => {
        const text = renderMarkdown(report, { maxCodePoints: limit });
        expect([...text].length).toBeLessThanOrEqual(limit);
      }),
      { numRuns: 80 },
    );
  });
});

describe("Text out of an image", () => {
  test("mentions nobody, links nowhere and brings no HTML", () => {
    expect(strangersIn(renderMarkdown(hostileReport(), { marker }))).toEqual([]);
  });

  test("cannot imitate the marker of another comment", () => {
    expect(hostileStrings.some((text) => text.includes("<!-- plimsoll:v1"))).toBe(true);
    expect(renderMarkdown(hostileReport())).not.toContain("<!--");
  });

  test("stays in its place, whatever it holds", () => {
    fc.assert(
      fc.property(reportArbitrary, (report) => {
        const text = renderMarkdown(report);
        expect(strangersIn(text)).toEqual([]);
        expect(isBalanced(text)).toBe(true);
        for (const row of text.match(/^\| (?:🟥|🟧|🟨|⬜|🟦|▫️).*$/gm) ?? []) {
          expect(row.split("|"), row).toHaveLength(6);
        }
      }),
      { numRuns: 120 },
    );
  });
});
