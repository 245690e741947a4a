import { type AdvisoryStore, matchPackages, openAdvisories } from "@plimsoll/advisories";
import type { Inventory } from "@plimsoll/core";
import { beforeAll, describe, expect, it } from "vitest";
import { toCycloneDx } from "../../src/cyclonedx/cyclonedx.ts";
import { readSbom } from "../../src/sbom/read-sbom.ts";
import { toSpdx2 } from "../../src/spdx/spdx2.ts";
import { toSpdx3 } from "../../src/spdx/spdx3.ts";
import { toSyft } from "../../src/syft/syft.ts";
import { inventory, subject } from "../support/inventory.ts";
import { catalogKitImage } from "../support/kit.ts";

const writers = {
  cyclonedx: toCycloneDx,
  spdx: toSpdx2,
  spdx3: toSpdx3,
  syft: toSyft,
} as const;
type Format = keyof typeof writers;
const formats = Object.keys(writers) as Format[];

function roundTrip(format: Format, of: Inventory) {
  const options = { toolVersion: "1.2.3", timestamp: "2026-01-01T00:00:00Z" };
  return readSbom(JSON.stringify(writers[format](of, subject, options)));
}

/** SPDX joins the licences of a package by AND: which of them stood in one line is not told. */
function withLicencesApart({ packages, ...rest }: Inventory): Inventory {
  return {
    ...rest,
    packages: packages.map(({ licences, ...found }) => ({
      ...found,
      licences: licences.flatMap((licence) => licence.split(" AND ")),
    })),
  };
}

describe.each(formats)("A bill of materials that was written as %s and read again", (format) => {
  it("holds the same packages, with source, licences, layers and places", () => {
    const read = roundTrip(format, inventory);
    expect(read.format).toBe(format);
    expect(read.incomplete).toEqual([]);
    const isSpdx = format.startsWith("spdx");
    const expected = isSpdx ? withLicencesApart(inventory) : inventory;
    expect(read.inventory.packages).toEqual(expected.packages);
    expect(read.inventory.distribution).toEqual(inventory.distribution);
  });

  it("names the image and its layers", () => {
    const read = roundTrip(format, inventory);
    const { reference: name, digest, imageId } = subject;
    expect(read.describes).toEqual({ name, digest, imageId });
    expect(read.platform).toEqual(subject.platform);
    const layers = (of: Inventory) => of.layers.map(({ diffId }) => diffId);
    expect(layers(read.inventory)).toEqual(layers(inventory));
    // Syft keeps the instructions in the image's configuration only.
    if (format !== "syft") expect(read.inventory.layers).toEqual(inventory.layers);
  });
});

/** Images with system packages and those of many languages. */
const kitImages = ["apps", "rpm-sqlite", "alpine-like", "apps-java", "distroless"];

describe("A real image", () => {
  let store: AdvisoryStore;
  beforeAll(async () => {
    store = await openAdvisories();
  });

  it.for(formats)(
    "has the same packages and vulnerabilities through %s",
    async (format, { skip }) => {
      for (const name of kitImages) {
        const catalog = await catalogKitImage(name);
        if (catalog === undefined) return skip();
        const read = roundTrip(format, catalog.inventory);
        expect(read.incomplete).toEqual([]);
        const plain = (of: Inventory) => of.packages.map(({ licences: _, ...found }) => found);
        expect(plain(read.inventory)).toEqual(plain(catalog.inventory));
        expect(read.inventory.distribution).toEqual(catalog.inventory.distribution);
        const matched = await Promise.all(
          [catalog.inventory, read.inventory].map((of) => matchPackages(of, store)),
        );
        expect(matched[1]!.findings).toEqual(matched[0]!.findings);
      }
    },
  );
});
