import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { renderCsv } from "../src/index.ts";
import { reportArbitrary } from "./arbitraries.ts";
import { hostileReport, sampleReport } from "./sample-report.ts";

/** Reads RFC 4180. */
function parse(text: string): string[][] {
  const rows: string[][] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  let row: string[] = [];
  for (let match = cell.exec(text); match !== null; match = cell.exec(text)) {
    row.push(match[1]?.replaceAll('""', '"') ?? match[2]!);
    if (match[3] === ",") continue;
    rows.push(row);
    row = [];
    if (cell.lastIndex === text.length) break;
  }
  return rows;
}

describe("The report as a table", () => {
  test("has a row for each finding under the names of the columns, the worst first", () => {
    const [names, ...rows] = parse(renderCsv(sampleReport()));
    expect(rows).toHaveLength(sampleReport().findings.length);
    const first = Object.fromEntries(names!.map((name, i) => [name, rows[0]![i]]));
    expect(first).toMatchObject({ severity: "critical", status: "fail" });
    const statuses = rows.map((row) => row[names!.indexOf("status")]);
    expect(statuses.lastIndexOf("fail")).toBe(statuses.filter((one) => one === "fail").length - 1);
  });

  test("keeps its rows and columns, and brings no formula, whatever the report says", () => {
    fc.assert(
      fc.property(fc.oneof(reportArbitrary, fc.constant(hostileReport())), (report) => {
        const rows = parse(renderCsv(report));
        expect(rows).toHaveLength(report.findings.length + 1);
        for (const row of rows) {
          expect(row).toHaveLength(rows[0]!.length);
          for (const cell of row) expect(cell).not.toMatch(/^\s*[=+\-@]|[\p{Cc}\p{Cf}]/u);
        }
      }),
      { numRuns: 100 },
    );
  });
});
