import { describe, expect, it } from "vitest";
import { readVex } from "../../src/index.ts";
import { cleared, judged, lodash, openVex, statementsOf } from "./support.ts";

describe("an OpenVEX document", () => {
  it("speaks for its author, with the statement's own time or the document's", () => {
    const [own, inherited] = statementsOf(
      openVex([
        cleared({ "@id": lodash.purl }, { timestamp: "2026-04-01T00:00:00+02:00" }),
        cleared({ "@id": lodash.purl }),
      ]),
    );
    expect(own).toEqual({
      names: ["CVE-2026-0001"],
      products: [{ purls: [lodash.purl], digests: [], cpes: [], subcomponents: [] }],
      status: "not_affected",
      justification: "vulnerable_code_not_present",
      author: "Acme Security",
      timestamp: "2026-03-31T22:00:00.000Z",
      document: "https://acme.example/vex/7",
    });
    expect(inherited?.timestamp).toBe("2026-03-04T05:06:07.000Z");
  });

  it("is read in the form of 0.0.1, where products and vulnerabilities are mere names", () => {
    const text = openVex(
      [
        {
          vulnerability: "CVE-2026-0001",
          products: ["pkg:oci/shop"],
          subcomponents: ["pkg:npm/lodash@4.17.4"],
          status: "fixed",
        },
      ],
      { "@context": "https://openvex.dev/ns" },
    );
    expect(statementsOf(text)).toMatchObject([
      {
        names: ["CVE-2026-0001"],
        products: [
          { purls: ["pkg:oci/shop"], subcomponents: [{ purls: ["pkg:npm/lodash@4.17.4"] }] },
        ],
      },
    ]);
  });

  it("names products by identifiers and hashes, too", () => {
    const [statement] = statementsOf(
      openVex([
        cleared({
          "@id": "https://acme.example/shop",
          identifiers: { purl: "pkg:oci/shop", cpe23: "cpe:2.3:a:acme:shop:1:*:*:*:*:*:*:*" },
          hashes: { "sha-256": "5A".repeat(32), md5: "00" },
        }),
      ]),
    );
    expect(statement?.products).toEqual([
      {
        purls: ["pkg:oci/shop"],
        digests: [`sha256:${"5a".repeat(32)}`],
        cpes: ["cpe:2.3:a:acme:shop:1:*:*:*:*:*:*:*"],
        subcomponents: [],
      },
    ]);
  });

  it("knows aliases by which scanners may name the vulnerability, and no web pages", () => {
    const [statement] = statementsOf(
      openVex([
        cleared(
          { "@id": lodash.purl },
          {
            vulnerability: {
              "@id": "https://nvd.nist.gov/vuln/detail/CVE-2026-0001",
              name: "CVE-2026-0001",
              aliases: ["GHSA-aaaa-bbbb-cccc", "https://acme.example/CVE-2026-0002"],
            },
          },
        ),
      ]),
    );
    expect(statement?.names).toEqual(["CVE-2026-0001", "GHSA-aaaa-bbbb-cccc"]);
  });

  it.each([
    [
      "not_affected without a justification or an impact statement",
      { justification: undefined },
      /neither justifies nor explains/,
    ],
    ["a status of its own", { status: "harmless" }, /no status/],
    ["no vulnerability", { vulnerability: {} }, /names no vulnerability/],
    ["no product", { products: [] }, /names no product/],
    [
      "a product by its web page alone",
      { products: [{ "@id": "https://acme.example" }] },
      /names no product/,
    ],
  ])("reports a statement with %s, and applies the others", (_, rest, why) => {
    const reading = readVex(
      openVex([cleared({ "@id": lodash.purl }, rest), cleared({ "@id": lodash.purl })]),
      "vex.json",
    );
    expect(reading.faults).toEqual([{ what: "statement 1", why: expect.stringMatching(why) }]);
    expect(reading.statements).toHaveLength(1);
  });

  it("never speaks of a whole product because it names its parts in a way that cannot be read", () => {
    for (const subcomponents of [
      "pkg:npm/lodash",
      {},
      [{}],
      [{ "@id": "https://acme.example" }],
      [7],
    ]) {
      const { statements, faults } = readVex(
        openVex([cleared({ "@id": "pkg:oci/shop", subcomponents })]),
        "v",
      );
      expect(statements).toEqual([]);
      expect(faults).toHaveLength(1);
      expect(judged(statements).status).toBe("fail");
    }
  });

  it("cannot steer a terminal with its words", () => {
    const [statement] = statementsOf(
      openVex([
        cleared({ "@id": lodash.purl }, { impact_statement: "fine\u001b[2J\u202e\nreally" }),
      ]),
    );
    expect(statement?.impact).toBe("fine [2J really");
  });

  it("is found inside an in-toto statement, too", () => {
    const predicate = JSON.parse(openVex([cleared({ "@id": lodash.purl })]));
    const text = JSON.stringify({
      _type: "https://in-toto.io/Statement/v1",
      subject: [],
      predicate,
    });
    expect(readVex(text, "vex.json")).toMatchObject({
      format: "openvex",
      document: "https://acme.example/vex/7",
    });
  });

  it.each(["", "null", "[]", "{}", '{"bomFormat":"CycloneDX"}', '{"@context":"https://spdx.org"}'])(
    "is not %s",
    (text) => {
      expect(() => readVex(text, "vex.json")).toThrow(/not JSON|not an OpenVEX/);
    },
  );
});
