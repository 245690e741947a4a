import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readOsvRecord } from "../../src/formats/osv/read-osv.ts";
import { loadCvssScorer } from "../../src/records/cvss.ts";
import type { AdvisoryRecord } from "../../src/records/record.ts";
import { severityOf } from "../../src/records/severity.ts";
import { osv } from "../support.ts";

function read(value: unknown): AdvisoryRecord {
  const reading = readOsvRecord(value);
  if (reading.kind !== "advisory") throw new Error(`not an advisory: ${reading.kind}`);
  return reading.record;
}

async function rate(rest: Record<string, unknown>) {
  const record = read(osv("X-1", "npm", "a", [{ introduced: "0" }], rest));
  const vectors = record.severities.map(({ score }) => score);
  const cvss = (await loadCvssScorer())(vectors);
  return { severity: severityOf(record, record.affected[0]!, cvss), cvss };
}

describe("an OSV record", () => {
  it("is never the cause of an exception, whatever it holds", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.jsonValue({ maxDepth: 4 }), (any, part) => {
        readOsvRecord(any);
        readOsvRecord({ id: "A-1", affected: [any], severity: part, aliases: part });
        readOsvRecord({ id: "A-1", affected: [{ package: part, ranges: [any], versions: part }] });
      }),
    );
  });

  it("is broken without an id or affected packages", () => {
    expect(readOsvRecord({ affected: [] }).kind).toBe("broken");
    expect(readOsvRecord({ id: "../../etc/passwd", affected: [] }).kind).toBe("broken");
    expect(readOsvRecord({ id: "A-1" }).kind).toBe("broken");
    expect(readOsvRecord([]).kind).toBe("broken");
  });

  it("does not hold any more when it was withdrawn", () => {
    const value = osv("A-1", "npm", "a", [], { withdrawn: "2026-01-01T00:00:00Z" });
    expect(readOsvRecord(value).kind).toBe("withdrawn");
  });

  it("cannot steer a terminal with its summary", () => {
    const record = read(
      osv("A-1", "npm", "a", [], { summary: "bad\u001b[31m \u202enews\nand more" }),
    );
    expect(record.summary).toBe("bad [31m  news");
  });

  it("has a summary of one short line", () => {
    const record = read(osv("A-1", "npm", "a", [], { summary: "", details: "word ".repeat(500) }));
    expect(record.summary.length).toBeLessThanOrEqual(160);
    expect(record.summary.endsWith("word…")).toBe(true);
  });
});

describe("the severity of an advisory", () => {
  const v3 = { type: "CVSS_V3", score: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H" };
  const v2 = { type: "CVSS_V2", score: "AV:N/AC:L/Au:N/C:P/I:P/A:P" };
  const v4 = {
    type: "CVSS_V4",
    score: "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:P/VC:L/VI:L/VA:N/SC:N/SI:N/SA:N",
  };

  it("is GitHub's word before the CVSS score", async () => {
    const rated = await rate({ severity: [v3], database_specific: { severity: "MODERATE" } });
    expect(rated.severity).toBe("medium");
    expect(rated.cvss?.score).toBe(9.8);
  });

  it("is critical for a malicious package that nobody rates", async () => {
    const malicious = async (rest: Record<string, unknown>) => {
      const record = read(osv("MAL-2024-1", "npm", "a", [{ introduced: "0" }], rest));
      const vectors = record.severities.map(({ score }) => score);
      return severityOf(record, record.affected[0]!, (await loadCvssScorer())(vectors));
    };
    expect(await malicious({})).toBe("critical");
    expect(await malicious({ database_specific: { severity: "HIGH" } })).toBe("high");
    expect((await rate({})).severity).toBe("unknown");
  });

  it("is the distribution's word before everything else", async () => {
    const affected = [
      {
        package: { ecosystem: "Debian:12", name: "a" },
        ecosystem_specific: { urgency: "unimportant" },
      },
    ];
    expect((await rate({ affected, severity: [v3] })).severity).toBe("negligible");
    const ubuntu = [v3, { type: "Ubuntu", score: "low" }];
    expect((await rate({ severity: ubuntu })).severity).toBe("low");
  });

  it("comes from CVSS 4 before 3 before 2 when nobody says a word", async () => {
    expect((await rate({ severity: [v2, v3] })).severity).toBe("critical");
    expect((await rate({ severity: [v2] })).severity).toBe("high");
    expect((await rate({ severity: [v2, v3, v4] })).severity).toBe("medium");
    const urgency = { urgency: "not yet assigned" };
    const affected = [
      { package: { ecosystem: "Debian:12", name: "a" }, ecosystem_specific: urgency },
    ];
    expect((await rate({ affected, severity: [v3] })).severity).toBe("critical");
  });

  it("is unknown when there is nothing to go by", async () => {
    expect((await rate({})).severity).toBe("unknown");
    const broken = { type: "CVSS_V3", score: `CVSS:3.1/${"AV:N/".repeat(1_000)}` };
    expect(
      (await rate({ severity: [broken, { type: "CVSS_V3", score: "nonsense" }] })).severity,
    ).toBe("unknown");
  });
});
