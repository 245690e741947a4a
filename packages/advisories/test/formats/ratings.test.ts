import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cve5Format } from "../../src/formats/cve5/read-cve5.ts";
import { nvdFormat } from "../../src/formats/nvd/read-nvd.ts";
import { readDocument, sharedJson, sharedLines } from "./reading.ts";

const vector = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H";
const other = "CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H";

describe("NVD", () => {
  const page = (metrics: unknown) => ({
    format: "NVD_CVE",
    vulnerabilities: [{ cve: { id: "CVE-2024-0001", metrics } }],
  });

  it("rates vulnerabilities, its own rating before others'", () => {
    const metric = (type: string, vectorString: string) => ({ type, cvssData: { vectorString } });
    const metrics = {
      cvssMetricV31: [metric("Secondary", other), metric("Primary", vector)],
      cvssMetricV2: [metric("Secondary", "AV:N/AC:L/Au:N/C:P/I:P/A:P")],
    };
    expect(readDocument(nvdFormat, page(metrics))).toEqual([
      {
        kind: "rating",
        rating: {
          id: "CVE-2024-0001",
          severities: [
            { type: "CVSS_V3", score: vector },
            { type: "CVSS_V2", score: "AV:N/AC:L/Au:N/C:P/I:P/A:P" },
          ],
        },
      },
    ]);
  });

  it("is told from CISA's catalogue, whose vulnerabilities have no such records", () => {
    expect(nvdFormat.recognises(page({}))).toBe(true);
    expect(nvdFormat.recognises({ vulnerabilities: [{ cveID: "CVE-2024-0001" }] })).toBe(false);
  });
});

describe("a record of the CVE Program", () => {
  const metrics = (score: string) => ({ metrics: [{ cvssV3_1: { vectorString: score } }] });
  const record = (containers: unknown, state = "PUBLISHED") => ({
    dataType: "CVE_RECORD",
    cveMetadata: { cveId: "CVE-2024-0001", state },
    containers,
  });
  const scores = (document: unknown) =>
    readDocument(cve5Format, document).flatMap((reading) =>
      reading.kind === "rating" ? reading.rating.severities.map(({ score }) => score) : [],
    );

  it("has the rating of whoever assigned it, else CISA's", () => {
    expect(scores(record({ cna: metrics(vector), adp: [metrics(other)] }))).toEqual([vector]);
    expect(scores(record({ cna: {}, adp: [{}, metrics(other)] }))).toEqual([other]);
  });

  it("counts for nothing when it was rejected", () => {
    expect(readDocument(cve5Format, record({ cna: metrics(vector) }, "REJECTED"))).toEqual([]);
  });
});

describe("a feed of ratings", () => {
  it("is never the cause of an exception, whatever it holds", () => {
    const any = fc.jsonValue({ maxDepth: 4 });
    fc.assert(
      fc.property(any, any, (value, part) => {
        const documents = [
          value,
          { format: "NVD_CVE", vulnerabilities: value },
          { vulnerabilities: [{ cve: { id: "CVE-2024-0001", metrics: value } }, part] },
          { vulnerabilities: [{ cve: { id: "A-1", metrics: { cvssMetricV31: [value, part] } } }] },
          { dataType: "CVE_RECORD", cveMetadata: value, containers: part },
          {
            dataType: "CVE_RECORD",
            cveMetadata: { cveId: "CVE-2024-0001" },
            containers: { cna: { metrics: [value, part] }, adp: [part, value] },
          },
        ];
        for (const format of [nvdFormat, cve5Format]) {
          for (const document of documents) {
            format.recognises(document);
            readDocument(format, document);
          }
        }
      }),
    );
  });

  it("is read whole as it is published", ({ skip }) => {
    const page = sharedJson("feeds/samples/nvd-api-page.json.gz");
    const records = sharedLines("feeds/cve5/vulnrichment-subset.jsonl.gz");
    if (page === undefined || records === undefined) return skip("no shared test data");
    expect(nvdFormat.recognises(page)).toBe(true);
    const fromNvd = readDocument(nvdFormat, page);
    expect(fromNvd).toHaveLength(38);
    const fromCve = records.flatMap((record) => {
      expect(cve5Format.recognises(record)).toBe(true);
      return readDocument(cve5Format, record);
    });
    for (const readings of [fromNvd, fromCve]) {
      const rated = readings.filter(
        (reading) => reading.kind === "rating" && reading.rating.severities.length > 0,
      );
      console.log(`${rated.length} of ${readings.length} vulnerabilities are rated`);
      expect(rated.length).toBeGreaterThan(readings.length / 2);
      expect(readings.filter(({ kind }) => kind === "broken")).toEqual([]);
    }
  });
});
