import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toSpdx3 } from "../../src/spdx/spdx3.ts";
import { anyInventory } from "../support/any-inventory.ts";
import { inventory, subject } from "../support/inventory.ts";
import { spdx3Errors } from "../support/schemas/spdx3.ts";

const options = { toolVersion: "1.2.3", timestamp: "2026-01-01T00:00:00.123Z" };

// biome-ignore lint/suspicious/noExplicitAny: a test reads the document as any reader would
const document = (of = inventory): any => toSpdx3(of, subject, options);
// biome-ignore lint/suspicious/noExplicitAny: as above
const elements = (type: string, of = inventory): any[] =>
  document(of)["@graph"].filter((one: { type: string }) => one.type === type);

describe("toSpdx3", () => {
  it("uses the classes and properties of SPDX 3.0.1 as the model allows", () => {
    expect(spdx3Errors(document())).toEqual([]);
    expect(spdx3Errors({ "@context": "x", "@graph": [] })).not.toEqual([]);
    const empty = toSpdx3(
      { layers: [], packages: [] },
      { kind: "filesystem", reference: "dir:." },
      options,
    );
    expect(spdx3Errors(empty)).toEqual([]);
  });

  it("has one document, whose root is the bill of materials, whose root is the image", () => {
    const [spdx] = elements("SpdxDocument");
    const [sbom] = elements("software_Sbom");
    const image = elements("software_Package").find(({ spdxId }) => spdxId === sbom.rootElement[0]);
    expect(spdx.rootElement).toEqual([sbom.spdxId]);
    expect(image).toMatchObject({
      name: subject.reference,
      software_primaryPurpose: "container",
      verifiedUsing: [{ type: "Hash", algorithm: "sha256", hashValue: "a".repeat(64) }],
    });
  });

  it("refers to nothing that the graph lacks, and gives each element an identifier of its own", () => {
    const graph = document()["@graph"];
    const ids = graph.map(({ spdxId }: { spdxId?: string }) => spdxId).filter(Boolean);
    expect(new Set(ids).size).toBe(ids.length);
    const known = new Set(ids);
    for (const { from, to = [], element = [], rootElement = [], dataLicense } of graph) {
      const used = [from, dataLicense, ...to, ...element, ...rootElement].filter(Boolean);
      expect(used.filter((id) => !known.has(id))).toEqual([]);
    }
  });

  it("says in the document which profiles it conforms to", () => {
    expect(elements("SpdxDocument")[0].profileConformance).toEqual([
      "core",
      "software",
      "simpleLicensing",
      "extension",
    ]);
  });

  it("explains the licences that the SPDX License List lacks", () => {
    const texts = elements("simplelicensing_SimpleLicensingText");
    expect(texts.map((one) => one.simplelicensing_licenseText)).toContain("my own words, no more");
  });

  it("is the same document every time for the same input", () => {
    expect(document()).toEqual(document());
  });

  it("keeps its form whatever an image names its packages", () => {
    fc.assert(
      fc.property(anyInventory, (any) => {
        expect(spdx3Errors(document(any))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
