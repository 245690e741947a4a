import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { isPlimsollError, vexStatuses } from "@plimsoll/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyVex, readVexDocument, type VexStatement } from "../../src/index.ts";
import { inventory, sharedFile } from "../support.ts";
import { digest, lodash, subject, vulnerable } from "./support.ts";

/** Reads any value; only the one kind of error may come out. */
function attempt(value: unknown): readonly VexStatement[] {
  try {
    return readVexDocument(value, "vex.json").statements;
  } catch (error) {
    if (!isPlimsollError(error)) throw error;
    return [];
  }
}

const context = { subject, inventory: inventory([lodash], { id: "debian", versionId: "12" }) };
const json = fc.jsonValue({ maxDepth: 4 });
const maybe = (...values: unknown[]) => fc.oneof(fc.constantFrom(...values), json);
const purls = maybe(
  "pkg:npm/lodash",
  "pkg:oci/shop",
  `pkg:oci/shop@${digest}`,
  "pkg:",
  "pkg:npm/@/@?=&#",
  "pkg:%%/%zz@%",
);
const names = maybe(
  "CVE-2026-0001",
  { name: "CVE-2026-0001" },
  { name: "CVE-2026-0001", aliases: 7 },
);
const status = maybe("not_affected", "fixed", "affected", "under_investigation");

const openVexDocuments = fc
  .record({
    "@context": fc.constant("https://openvex.dev/ns/v0.2.0"),
    timestamp: maybe("2026-01-01T00:00:00Z", "9999999-99-99"),
    statements: maybe([]),
  })
  .chain((base) =>
    fc
      .array(
        fc.record({
          vulnerability: names,
          status,
          justification: json,
          impact_statement: maybe("none"),
          products: fc.oneof(
            json,
            fc.array(
              fc.oneof(
                purls,
                fc.record({
                  "@id": purls,
                  subcomponents: fc.oneof(json, fc.array(fc.record({ "@id": purls }))),
                  hashes: json,
                  identifiers: json,
                }),
              ),
            ),
          ),
        }),
        { maxLength: 4 },
      )
      .map((statements) => ({
        ...base,
        statements: statements.length > 0 ? statements : base.statements,
      })),
  );
const csafDocuments = fc.record({
  document: fc.record({ csaf_version: fc.constant("2.0"), tracking: json, publisher: json }),
  product_tree: fc.oneof(
    json,
    fc.record({
      branches: json,
      full_product_names: fc.array(
        fc.record({
          product_id: maybe("p"),
          product_identification_helper: fc.oneof(json, fc.record({ purl: purls, hashes: json })),
        }),
      ),
      relationships: json,
      product_groups: json,
    }),
  ),
  vulnerabilities: fc.oneof(
    json,
    fc.array(
      fc.record({
        cve: maybe("CVE-2026-0001"),
        product_status: fc.oneof(json, fc.record({ known_not_affected: maybe(["p"]) })),
        flags: json,
        threats: json,
        ids: json,
      }),
    ),
  ),
});
const cycloneDxDocuments = fc.record({
  bomFormat: fc.constant("CycloneDX"),
  metadata: json,
  components: fc.oneof(
    json,
    fc.array(fc.record({ "bom-ref": maybe("a"), purl: purls, components: json })),
  ),
  vulnerabilities: fc.array(
    fc.record({
      id: maybe("CVE-2026-0001"),
      references: json,
      analysis: fc.oneof(
        json,
        fc.record({
          state: maybe("not_affected", "resolved", "toString"),
          detail: maybe("x"),
          response: json,
        }),
      ),
      affects: fc.oneof(
        json,
        fc.array(fc.record({ ref: fc.oneof(purls, maybe("a", "urn:cdx:")), versions: json })),
      ),
    }),
  ),
});

describe("a hostile VEX document", () => {
  it("is never the cause of an exception, and only ever suppresses what it gives a reason for", () => {
    const finding = vulnerable(lodash);
    fc.assert(
      fc.property(fc.oneof(json, openVexDocuments, csafDocuments, cycloneDxDocuments), (value) => {
        const statements = attempt(value);
        for (const { status } of statements) expect(vexStatuses).toContain(status);
        const [judged] = applyVex([finding], statements, context);
        if (judged?.status !== "suppressed") return;
        const vex = judged.suppression?.vex;
        expect(["not_affected", "fixed"]).toContain(vex?.status);
        if (vex?.status === "not_affected") expect(vex.justification ?? vex.statement).toBeTruthy();
      }),
      { numRuns: 500 },
    );
  });
});

const samples = [
  "feeds/samples/ubuntu-openvex-CVE-2023-38545.json.gz",
  "feeds/samples/rhel-csaf-vex-cve-2023-38545.json.gz",
  "feeds/openvex/node.openvex.json.gz",
].map((path) => ({ path, file: sharedFile(path) }));

describe.each(samples)("$path", ({ file }) => {
  it.skipIf(file === undefined)("can be damaged anywhere without harm", () => {
    const text = gunzipSync(readFileSync(file!)).toString("utf8");
    const whole = JSON.parse(text);
    const read = attempt(whole);
    expect(read.length).toBeGreaterThan(0);
    fc.assert(
      fc.property(
        fc.nat(text.length - 1),
        fc.nat(400),
        fc.constantFrom("", '"', "0", "[", "null", "{}"),
        (at, length, put) => {
          const damaged = text.slice(0, at) + put + text.slice(at + length);
          try {
            attempt(JSON.parse(damaged));
          } catch (error) {
            if (!(error instanceof SyntaxError)) throw error;
          }
        },
      ),
      { numRuns: 30 },
    );
    // What is still JSON after damage: values replaced, one at a time.
    fc.assert(
      fc.property(fc.array(fc.nat(50), { minLength: 1, maxLength: 8 }), json, (way, put) => {
        attempt(replaced(whole, way, put));
      }),
      { numRuns: 40 },
    );
  });
});

/** The value with one of its parts, found by following `way`, replaced. */
function replaced(value: unknown, [turn, ...rest]: readonly number[], put: unknown): unknown {
  if (turn === undefined || typeof value !== "object" || value === null) return put;
  const keys = Object.keys(value);
  if (keys.length === 0) return put;
  const key = keys[turn % keys.length]!;
  const changed = replaced((value as Record<string, unknown>)[key], rest, put);
  return Array.isArray(value)
    ? value.map((item, i) => (String(i) === key ? changed : item))
    : { ...value, [key]: changed };
}
