import type { ImageConfig, ImageFacts, Inspector } from "@plimsoll/image";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Catalog, catalogPackages } from "../../src/catalog/catalog.ts";
import { scanInspectors } from "../../src/inspectors/list.ts";
import { diffIdOf, factsOf, type LayerFiles, layersOf } from "../support/image-facts.ts";

const debian12 = 'ID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\n';

function installed(...packages: [name: string, version: string, architecture?: string][]): string {
  return packages
    .map(
      ([name, version, architecture = "amd64"]) =>
        `Package: ${name}\nStatus: install ok installed\nVersion: ${version}\nArchitecture: ${architecture}\n`,
    )
    .join("\n");
}

function catalog(layers: readonly LayerFiles[]): Catalog {
  const image = { layers: layersOf(layers), config: {} as ImageConfig };
  return catalogPackages(factsOf(layers, scanInspectors), image);
}

describe("catalogPackages", () => {
  it("names a Debian package by distribution, release and architecture", () => {
    const { inventory } = catalog([
      {
        "usr/lib/os-release": debian12,
        "var/lib/dpkg/status": installed(["libstdc++6", "1:12.2.0-14"]),
      },
    ]);
    expect(inventory.distribution).toMatchObject({ id: "debian", versionId: "12" });
    expect(inventory.packages).toMatchObject([
      {
        purl: "pkg:deb/debian/libstdc%2B%2B6@1:12.2.0-14?arch=amd64&distro=debian-12",
        type: "deb",
        name: "libstdc++6",
        version: "1:12.2.0-14",
        layer: diffIdOf(0),
        locations: [{ path: "var/lib/dpkg/status", layer: diffIdOf(0) }],
      },
    ]);
  });

  it("names apk and npm packages in their ecosystems' way", () => {
    const { inventory } = catalog([
      {
        "etc/os-release": "ID=alpine\nVERSION_ID=3.20.3\n",
        "lib/apk/db/installed": "P:musl\nV:1.2.5-r0\nA:x86_64\no:musl\nL:MIT\n",
        "app/node_modules/@babel/core/package.json": '{"name":"@babel/core","version":"7.0.0"}',
      },
    ]);
    expect(inventory.packages.map(({ purl }) => purl)).toEqual([
      "pkg:apk/alpine/musl@1.2.5-r0?arch=x86_64&distro=alpine-3.20.3",
      "pkg:npm/%40babel/core@7.0.0",
    ]);
  });

  it("finds the first layer that brought a name and version, although every layer rewrites the database", () => {
    const { inventory } = catalog([
      {
        "etc/os-release": debian12,
        "var/lib/dpkg/status": installed(["bash", "5.2"], ["curl", "7.88"]),
      },
      { "var/lib/dpkg/status": installed(["bash", "5.2"], ["curl", "8.0"], ["jq", "1.6"]) },
      { "var/lib/dpkg/status": installed(["bash", "5.2"], ["curl", "8.0"], ["jq", "1.6"]) },
    ]);
    expect(inventory.packages.map(({ name, version, layer }) => [name, version, layer])).toEqual([
      ["bash", "5.2", diffIdOf(0)],
      ["curl", "8.0", diffIdOf(1)],
      ["jq", "1.6", diffIdOf(1)],
    ]);
    expect(inventory.packages[0]?.locations).toEqual([
      { path: "var/lib/dpkg/status", layer: diffIdOf(2) },
    ]);
  });

  it("does not list what a later layer removed", () => {
    const { inventory } = catalog([
      { "node_modules/a/package.json": '{"name":"a","version":"1.0.0"}' },
      { "node_modules/a/package.json": null },
    ]);
    expect(inventory.packages).toEqual([]);
  });

  it("lists a package that lies in several places once, with all its places", () => {
    const tar = '{"name":"tar","version":"4.4.8","license":"ISC"}';
    const { inventory } = catalog([
      { "app/node_modules/tar/package.json": tar },
      { "app/node_modules/x/node_modules/tar/package.json": tar },
    ]);
    expect(inventory.packages).toMatchObject([
      {
        purl: "pkg:npm/tar@4.4.8",
        licences: ["ISC"],
        layer: diffIdOf(0),
        locations: [{ layer: diffIdOf(0) }, { layer: diffIdOf(1) }],
      },
    ]);
  });

  it("reads the database of a distroless image, one file for each package", () => {
    const { inventory, incomplete } = catalog([
      {
        "usr/lib/os-release": debian12,
        "var/lib/dpkg/status.d/tzdata": "Package: tzdata\nVersion: 2024a\nArchitecture: all\n",
        "var/lib/dpkg/status.d/tzdata.md5sums": "0 usr/share/x\n",
        "var/lib/dpkg/status.d/libc6": "Package: libc6\nSource: glibc\nVersion: 2.36\n",
      },
    ]);
    expect(inventory.packages.map(({ name }) => name)).toEqual(["libc6", "tzdata"]);
    expect(incomplete).toEqual([]);
  });

  it("prefers etc/os-release, then usr/lib/os-release, then the older files", () => {
    const files = {
      "etc/os-release": "ID=one\n",
      "usr/lib/os-release": "ID=two\n",
      "etc/alpine-release": "3.20.0\n",
      "etc/debian_version": "12.1\n",
    };
    const ids: (string | undefined)[] = [];
    for (const removed of [undefined, ...Object.keys(files)]) {
      if (removed !== undefined) Object.assign(files, { [removed]: null });
      ids.push(catalog([files]).inventory.distribution?.id);
    }
    expect(ids).toEqual(["one", "two", "alpine", "debian", undefined]);
  });

  it("says that the packages of an unknown distribution cannot be matched", () => {
    const { inventory, incomplete } = catalog([
      { "var/lib/dpkg/status": installed(["bash", "5.2"]) },
    ]);
    expect(inventory.packages[0]?.purl).toBe("pkg:deb/bash@5.2?arch=amd64");
    expect(incomplete).toMatchObject([{ code: "UNSUPPORTED", what: "var/lib/dpkg/status" }]);
  });

  it("does not take a hard link to a database or a manifest for another one", () => {
    const layers = [
      { "etc/os-release": debian12, "var/lib/dpkg/status": installed(["bash", "5.1"]) },
    ];
    const image = { layers: layersOf(layers), config: {} as ImageConfig };
    const facts = factsOf(layers, scanInspectors);
    // As a walk shares a file's facts with its hard links.
    const shared: ImageFacts = {
      ...facts,
      of: ((inspector: Inspector) => {
        const located = facts.of(inspector);
        return inspector.id === "dpkg"
          ? [...located, ...located.map((one) => ({ ...one, path: "var/lib/dpkg/status-old" }))]
          : located;
      }) as ImageFacts["of"],
    };
    const { packages } = catalogPackages(shared, image).inventory;
    expect(packages.map(({ locations }) => locations.map(({ path }) => path))).toEqual([
      ["var/lib/dpkg/status"],
    ]);
  });

  it("finds nothing wrong with an image from scratch", () => {
    expect(catalog([{ app: "binary" }])).toMatchObject({
      inventory: {
        packages: [],
        layers: [{ index: 0, diffId: diffIdOf(0), createdBy: "RUN step 0" }],
      },
      incomplete: [],
    });
  });

  it("reports faults inside a visible database with their line, and not those of a hidden one", () => {
    const broken = `${installed(["bash", "5.2"])}\nPackage: x\nStatus: install ok installed\n`;
    const layers = [{ "etc/os-release": debian12, "var/lib/dpkg/status": broken }];
    expect(catalog(layers).incomplete).toEqual([
      {
        code: "MALFORMED",
        what: "var/lib/dpkg/status",
        why: 'Line 6: package "x" has no version.',
        layer: diffIdOf(0),
      },
    ]);
    const replaced = [...layers, { "var/lib/dpkg/status": installed(["bash", "5.2"]) }];
    expect(catalog(replaced).incomplete).toEqual([]);
  });

  it("gives the same order whatever the order of the files", () => {
    const name = fc.constantFrom("a", "B", "b", "é", "ab", "@s/a");
    const version = fc.constantFrom("1.0.0", "1.0.10", "1.0.2");
    fc.assert(
      fc.property(fc.array(fc.tuple(name, version), { maxLength: 12 }), (packages) => {
        const files = (list: typeof packages): LayerFiles =>
          Object.fromEntries(
            list.map(([n, v], index) => [
              `${index}/node_modules/${n}/package.json`,
              JSON.stringify({ name: n, version: v }),
            ]),
          );
        const purls = (list: typeof packages) =>
          catalog([files(list)]).inventory.packages.map((found) => [
            found.purl,
            found.locations.length,
          ]);
        expect(purls(packages)).toEqual(purls(packages.toReversed()));
      }),
    );
  });
});
