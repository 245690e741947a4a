import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toSpdx2 } from "../../src/spdx/spdx2.ts";
import { anyInventory } from "../support/any-inventory.ts";
import { inventory, packageOf, subject } from "../support/inventory.ts";
import { spdx2Errors } from "../support/schemas/spdx2.ts";

const options = { toolVersion: "1.2.3", timestamp: "2026-01-01T00:00:00.123Z" };

// biome-ignore lint/suspicious/noExplicitAny: a test reads the document as any reader would
const document = (of = inventory): any => toSpdx2(of, subject, options);

describe("toSpdx2", () => {
  it("has the fields that SPDX 2.3 requires, and no others", () => {
    expect(spdx2Errors(document())).toEqual([]);
    expect(spdx2Errors({ ...document(), packages: [{ name: "a" }] })).not.toEqual([]);
    expect(
      spdx2Errors(
        toSpdx2({ layers: [], packages: [] }, { kind: "filesystem", reference: "dir:." }, options),
      ),
    ).toEqual([]);
  });

  it("describes the image by its digest, which contains the distribution and what others brought", () => {
    const { packages, relationships } = document();
    const byId = new Map(packages.map((one: { SPDXID: string }) => [one.SPDXID, one]));
    const described = relationships.find(
      ({ relationshipType }: { relationshipType: string }) => relationshipType === "DESCRIBES",
    );
    expect(byId.get(described.relatedSpdxElement)).toMatchObject({
      name: subject.reference,
      versionInfo: subject.digest,
      checksums: [{ algorithm: "SHA256", checksumValue: "a".repeat(64) }],
      primaryPackagePurpose: "CONTAINER",
    });
    const contents = (of: string) =>
      relationships
        .filter(
          ({ spdxElementId, relationshipType }: Record<string, string>) =>
            spdxElementId === of && relationshipType === "CONTAINS",
        )
        .map(
          ({ relatedSpdxElement }: Record<string, string>) =>
            (byId.get(relatedSpdxElement) as { name: string }).name,
        );
    expect(contents("SPDXRef-Subject")).toContain("debian");
    expect(contents("SPDXRef-Subject")).toContain("lodash");
    expect(contents("SPDXRef-OperatingSystem")).toEqual(["libc6", "tzdata", "dbus", "libcrypto3"]);
  });

  it("gives every element an identifier of its own, and every relationship two elements", () => {
    const { packages, relationships } = document({
      ...inventory,
      packages: [...inventory.packages, packageOf({ name: "Lodash" })],
    });
    const ids = new Set(packages.map(({ SPDXID }: { SPDXID: string }) => SPDXID));
    expect(ids.size).toBe(packages.length);
    ids.add("SPDXRef-DOCUMENT");
    for (const { spdxElementId, relatedSpdxElement } of relationships) {
      expect([ids.has(spdxElementId), ids.has(relatedSpdxElement)]).toEqual([true, true]);
    }
  });

  it("names a package by its package URL, and by its CPE where one is known", () => {
    const { packages } = document();
    const redis = packages.find(({ name }: { name: string }) => name === "redis");
    expect(redis.externalRefs).toContainEqual({
      referenceCategory: "PACKAGE-MANAGER",
      referenceType: "purl",
      referenceLocator: "pkg:generic/redis@7.2.4",
    });
    expect(redis.externalRefs).toContainEqual({
      referenceCategory: "SECURITY",
      referenceType: "cpe23Type",
      referenceLocator: "cpe:2.3:a:redis:redis:7.2.4:*:*:*:*:*:*:*",
    });
  });

  it("declares licences as expressions, and explains each that the SPDX License List lacks", () => {
    const { packages, hasExtractedLicensingInfos } = document();
    const declared = new Map<string, string>(
      packages.map((one: Record<string, string>) => [one.name, one.licenseDeclared]),
    );
    expect(declared.get("lodash")).toBe("MIT");
    expect(declared.get("libc6")).toBe("NOASSERTION");
    expect(declared.get("org.apache.commons:commons-text")).toBe("Apache-2.0 AND (MIT OR ISC)");
    const known = new Map(
      hasExtractedLicensingInfos.map((one: Record<string, string>) => [
        one.licenseId,
        one.extractedText,
      ]),
    );
    expect(known.get(declared.get("@a/b"))).toBe("my own words, no more");
    const used = [...declared.values()].flatMap((one) => one.match(/LicenseRef-[\w.-]+/g) ?? []);
    expect(new Set(used)).toEqual(new Set(known.keys()));
  });

  it("is the same document every time for the same input, and another for another", () => {
    expect(document()).toEqual(document());
    const other = document({ ...inventory, packages: [] });
    expect(other.documentNamespace).not.toBe(document().documentNamespace);
  });

  it("keeps its form whatever an image names its packages", () => {
    fc.assert(
      fc.property(anyInventory, (any) => {
        expect(spdx2Errors(document(any))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
