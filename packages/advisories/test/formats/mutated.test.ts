import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Collection } from "../../src/build/collection.ts";
import { parseYamlItems } from "../../src/feeds/yaml.ts";
import type { DocumentFormat } from "../../src/formats/format.ts";
import { documentFormats, streamFormats } from "../../src/formats/formats.ts";
import { loadCvssScorer } from "../../src/records/cvss.ts";
import type { RecordReading } from "../../src/records/record.ts";
import { mutate, readDocument, readText, sharedBytes, sharedJson, sharedLines } from "./reading.ts";

const advisory = (path: string) =>
  sharedLines(path)
    ?.slice(0, 300)
    .map((line) => line.advisory);

/** Documents of every format that is published. */
function documents(): unknown[] | undefined {
  const found = [
    sharedJson("feeds/samples/debian-tracker.json.gz"),
    sharedJson("feeds/samples/wolfi-security.json.gz"),
    sharedJson("feeds/alpine-secdb/edge/main.json.gz"),
    sharedJson("feeds/samples/nvd-api-page.json.gz"),
    sharedJson("feeds/node/core-index.json.gz"),
    sharedJson("feeds/retirejs/jsrepository-v5.json.gz"),
    sharedLines("feeds/cve5/vulnrichment-subset.jsonl.gz")?.[0],
    advisory("feeds/rubysec/gems.jsonl.gz")?.find((one) => "patched_versions" in (one as object)),
    advisory("feeds/php/friendsofphp.jsonl.gz")?.[0],
    sharedLines("feeds/osv/crates.io.jsonl.gz")?.[0],
  ];
  return found.includes(undefined) ? undefined : found;
}

const choices = fc.array(fc.nat(), { minLength: 1, maxLength: 8 });
const put = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>("0", "~> ", ">= 9999999999999999999999", "__proto__", [], {}, -1, null),
);

async function collection(): Promise<Collection> {
  return new Collection(await loadCvssScorer(), new Date("2026-01-01"));
}

function add(to: Collection, readings: Iterable<RecordReading>): void {
  for (const reading of readings) {
    if (reading.kind === "advisory") to.add(reading.record);
    if (reading.kind === "rating") to.rate(reading.rating);
  }
}

function formatOf(document: unknown): DocumentFormat | undefined {
  return documentFormats.find((format) => format.recognises(document));
}

describe("a published document that was changed somewhere", { timeout: 120_000 }, () => {
  it("is read as far as it can be, by the format that it still has", async ({ skip }) => {
    const originals = documents();
    if (!originals) return skip("no shared test data");
    const formats = originals.map(formatOf);
    expect(new Set(formats).size).toBe(9);
    const all = await collection();
    const original = fc.constantFrom(...originals.keys());
    fc.assert(
      fc.property(original, choices, put, (index, path, value) => {
        const changed = mutate(originals[index], path, value);
        const format = formatOf(changed) ?? formats[index]!;
        add(all, readDocument(format, changed));
      }),
      { numRuns: 600 },
    );
    // What was made of it can be written.
    expect([...all.shards()].length).toBeGreaterThan(5);
  });

  it("is read as far as it can be, when it is text", async ({ skip }) => {
    const texts = ["DSA", "DLA"].map((name) => sharedBytes(`feeds/debian/${name}.list.gz`));
    if (texts.includes(undefined)) return skip("no shared test data");
    const starts = texts.map((text) => text!.subarray(0, 20_000));
    const edit = fc.tuple(fc.nat(19_000), fc.uint8Array({ maxLength: 5 }));
    const all = await collection();
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...starts), fc.array(edit), async (start, edits) => {
        const changed = Buffer.from(start);
        for (const [at, bytes] of edits) changed.set(bytes, at);
        // Formats of XML refuse it: with a word, not with a crash.
        for (const format of streamFormats.filter(({ feed }) => feed.startsWith("debian"))) {
          add(all, await readText(format, changed));
        }
      }),
    );
    expect([...all.shards()].length).toBeGreaterThan(0);
  });

  it("is read as far as it can be, when it is YAML", async ({ skip }) => {
    const yaml = sharedBytes("feeds/samples/alpine-secdb-v3.11-community.yaml.gz");
    if (!yaml) return skip("no shared test data");
    const start = yaml.subarray(0, 3_000).toString();
    const edit = fc.tuple(
      fc.nat(2_900),
      fc.oneof(
        fc.string(),
        fc.constantFrom("&a ", "*a", "---\n", "- - -", "? ", "!!x ", "\t", "{", "|"),
      ),
    );
    const all = await collection();
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 6 }), (edits) => {
        let text = start;
        for (const [at, words] of edits) text = text.slice(0, at) + words + text.slice(at);
        for (const item of parseYamlItems(text, "a.yaml")) {
          if (!("value" in item)) continue;
          const format = formatOf(item.value);
          if (format) add(all, readDocument(format, item.value));
        }
      }),
    );
  });
});
