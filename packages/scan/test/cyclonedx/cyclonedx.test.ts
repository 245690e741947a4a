import type { Inventory, Package, Subject } from "@plimsoll/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toCycloneDx } from "../../src/cyclonedx/cyclonedx.ts";
import { schemaValidator } from "./schema.ts";

const options = { toolVersion: "1.2.3", timestamp: "2026-01-01T00:00:00Z" };

const subject: Subject = {
  kind: "image",
  reference: "registry.example/shop:1",
  digest: `sha256:${"a".repeat(64)}`,
  imageId: `sha256:${"b".repeat(64)}`,
  platform: { os: "linux", architecture: "amd64" },
};

const layer = `sha256:${"c".repeat(64)}`;

function found(more: Partial<Package> = {}): Package {
  return {
    purl: "pkg:npm/lodash@4.17.15",
    name: "lodash",
    version: "4.17.15",
    type: "npm",
    licences: ["MIT"],
    layer,
    locations: [{ path: "app/node_modules/lodash/package.json", layer }],
    ...more,
  };
}

const inventory: Inventory = {
  distribution: { id: "debian", like: [], versionId: "12", name: "Debian GNU/Linux 12 (bookworm)" },
  layers: [{ index: 0, diffId: layer, createdBy: "COPY . /" }],
  packages: [
    found({
      purl: "pkg:deb/debian/libc6@2.36?arch=amd64&distro=debian-12",
      name: "libc6",
      version: "2.36",
      type: "deb",
      source: { name: "glibc", version: "2.36" },
      licences: [],
    }),
    found(),
    found({
      purl: "pkg:npm/%40a/b@1.0.0",
      name: "@a/b",
      version: "1.0.0",
      licences: ["(MIT or x)"],
    }),
    found({
      purl: "pkg:generic/redis@7.2.4",
      name: "redis",
      version: "7.2.4",
      type: "generic",
      licences: [],
    }),
  ],
};

const errorsOf = schemaValidator();

// biome-ignore lint/suspicious/noExplicitAny: a test reads the document as any reader would
const document = (of: Inventory = inventory): any => toCycloneDx(of, subject, options);

describe("toCycloneDx", () => {
  it("follows the schema of CycloneDX 1.6", () => {
    expect(errorsOf(document())).toEqual([]);
    expect(errorsOf({ ...document(), components: [{ type: "unheard-of" }] })).not.toEqual([]);
  });

  it("names the image by its reference, and its version by its digest", () => {
    expect(document().metadata.component).toMatchObject({
      type: "container",
      name: "registry.example/shop:1",
      version: subject.digest,
      hashes: [{ alg: "SHA-256", content: "a".repeat(64) }],
    });
  });

  it("tells the distribution, and for each package its purl, layer and place", () => {
    const [system, libc, lodash, scoped] = document().components;
    expect(system).toMatchObject({ type: "operating-system", name: "debian", version: "12" });
    expect(libc.properties).toContainEqual({ name: "plimsoll:source:name", value: "glibc" });
    expect(lodash).toMatchObject({
      "bom-ref": "pkg:npm/lodash@4.17.15",
      purl: "pkg:npm/lodash@4.17.15",
      licenses: [{ license: { id: "MIT" } }],
      evidence: { occurrences: [{ location: "app/node_modules/lodash/package.json" }] },
    });
    expect(lodash.properties).toContainEqual({ name: "plimsoll:layer:diffId", value: layer });
    expect(scoped).toMatchObject({ group: "@a", name: "b" });
  });

  it("lets every reference point at a component", () => {
    const { components, dependencies, metadata } = document();
    const refs = new Set([metadata.component, ...components].map((one) => one["bom-ref"]));
    expect(refs.size).toBe(components.length + 1);
    for (const { ref, dependsOn } of dependencies) {
      expect([ref, ...dependsOn].filter((name) => !refs.has(name))).toEqual([]);
    }
  });

  it("is the same document every time for the same input", () => {
    expect(document()).toEqual(document());
    const other = toCycloneDx({ ...inventory, packages: [] }, subject, options);
    expect((other as { serialNumber: string }).serialNumber).not.toBe(document().serialNumber);
  });

  it("follows the schema whatever an image names its packages", () => {
    const text = fc.string({ unit: "binary", minLength: 1, maxLength: 12 });
    const licence = fc.oneof(
      fc.constantFrom("MIT", "mit", "MIT OR ISC", "GPL", "389-exception"),
      text,
    );
    const pkg = fc.record({
      name: text,
      version: text,
      licences: fc.array(licence, { maxLength: 3 }),
      type: fc.constantFrom("npm", "deb"),
    });
    fc.assert(
      fc.property(fc.array(pkg, { maxLength: 4 }), (packages) => {
        const list = packages.map((one) =>
          found({ ...one, purl: `pkg:npm/${encodeURIComponent(one.name.toWellFormed())}@1` }),
        );
        expect(errorsOf(document({ ...inventory, packages: list }))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it("writes a document for an empty image too", () => {
    const empty = toCycloneDx(
      { layers: [], packages: [] },
      { kind: "filesystem", reference: "dir:." },
      options,
    );
    expect(errorsOf(empty)).toEqual([]);
  });

  it("gives software without a package manager the name by which the NVD knows it", () => {
    const { components } = toCycloneDx(inventory, subject, options) as {
      components: { name: string; cpe?: string }[];
    };
    const named = components.filter(({ cpe }) => cpe !== undefined);
    expect(named).toMatchObject([
      { name: "redis", cpe: "cpe:2.3:a:redis:redis:7.2.4:*:*:*:*:*:*:*" },
    ]);
  });
});
