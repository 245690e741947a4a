import type { ImageConfig } from "@plimsoll/image";
import { describe, expect, it } from "vitest";
import { catalogPackages } from "../../src/catalog/catalog.ts";
import { toCycloneDx } from "../../src/cyclonedx/cyclonedx.ts";
import { embeddedSbomInspector } from "../../src/inspectors/embedded-sbom.ts";
import { scanInspectors } from "../../src/inspectors/list.ts";
import { diffIdOf, factsOf, fileEntry, type LayerFiles, layersOf } from "../support/image-facts.ts";
import { inventory, packageOf, subject } from "../support/inventory.ts";
import { realFile } from "../support/shared.ts";

function catalog(...layers: LayerFiles[]) {
  const facts = factsOf(layers, scanInspectors);
  const found = catalogPackages(facts, { layers: layersOf(layers), config: {} as ImageConfig });
  return { ...found, incomplete: [...facts.incomplete, ...found.incomplete] };
}

const sbomOf = (...packages: ReturnType<typeof packageOf>[]) =>
  JSON.stringify(toCycloneDx({ layers: [], packages }, subject, { toolVersion: "1" }));

const lodash = '{"name":"lodash","version":"4.17.15"}';

describe("embeddedSbomInspector", () => {
  it("looks where images keep bills of materials, and nowhere else", () => {
    const yes = [
      "usr/local/share/sbom/app.json",
      "usr/local/share/sbom/app.cdx.json",
      "usr/share/sbom/app.spdx.json",
      "opt/bitnami/postgresql/.spdx-postgresql.spdx",
      "opt/bitnami/common/.spdx-gosu.spdx",
      "var/lib/db/sbom/busybox-1.36.1-r2.spdx.json",
    ];
    const no = [
      "app/sbom.json",
      "usr/local/share/sbom/deep/app.json",
      "usr/local/share/sbom/app.xml",
      "home/opt/bitnami/a/.spdx-a.spdx",
      "opt/bitnami/a/a.spdx",
      "var/lib/db/sbom/a.json",
    ];
    const isWanted = (path: string) => embeddedSbomInspector.wants(fileEntry(path)) !== undefined;
    expect(yes.filter((path) => !isWanted(path))).toEqual([]);
    expect(no.filter(isWanted)).toEqual([]);
  });
});

describe("An image with a bill of materials inside", () => {
  it("has the packages that it lists, where the document lies", () => {
    const path = "usr/local/share/sbom/app.cdx.json";
    const { inventory: found, incomplete } = catalog({}, { [path]: sbomOf(packageOf()) });
    expect(incomplete).toEqual([]);
    expect(found.packages).toEqual([
      packageOf({ layer: diffIdOf(1), locations: [{ path, layer: diffIdOf(1) }] }),
    ]);
  });

  it("counts a package once that was found itself, whatever its qualifiers", () => {
    const { inventory: found } = catalog({
      "app/node_modules/lodash/package.json": lodash,
      "usr/share/sbom/app.json": sbomOf(
        packageOf({ purl: "pkg:npm/lodash@4.17.15?vcs_url=x" }),
        packageOf({ purl: "pkg:npm/lodash@3.0.0", version: "3.0.0" }),
      ),
    });
    expect(found.packages.map(({ version, locations }) => [version, locations[0]?.path])).toEqual([
      ["3.0.0", "usr/share/sbom/app.json"],
      ["4.17.15", "app/node_modules/lodash/package.json"],
    ]);
  });

  it("believes the package manager's database, not the document, about the distribution's packages", () => {
    const database = "P:busybox\nV:1.36.1-r2\nA:x86_64\n\n";
    const spdx = (name: string) =>
      JSON.stringify({
        spdxVersion: "SPDX-2.3",
        packages: [
          {
            SPDXID: "SPDXRef-Package",
            name,
            versionInfo: "1.36.1-r2",
            externalRefs: [
              {
                referenceCategory: "PACKAGE_MANAGER",
                referenceType: "purl",
                referenceLocator: `pkg:apk/wolfi/${name}@1.36.1-r2?arch=x86_64`,
              },
            ],
          },
        ],
      });
    const documents = {
      "etc/os-release": "ID=wolfi\n",
      "var/lib/db/sbom/busybox-1.36.1-r2.spdx.json": spdx("busybox"),
      "var/lib/db/sbom/removed-1.36.1-r2.spdx.json": spdx("removed"),
    };
    const names = (files: LayerFiles) =>
      catalog(files).inventory.packages.map(({ name, locations }) => [name, locations.length]);
    expect(names({ ...documents, "lib/apk/db/installed": database })).toEqual([["busybox", 1]]);
    expect(names(documents)).toEqual([
      ["busybox", 1],
      ["removed", 1],
    ]);
  });

  it("has the components of a Bitnami image", ({ skip }) => {
    const text = realFile("sbom/aquasecurity__trivy/sbom/postgresql.spdx.json");
    if (text === undefined) return skip();
    const { inventory: found } = catalog({ "opt/bitnami/postgresql/.spdx-postgresql.spdx": text });
    expect(found.packages.map(({ purl }) => purl)).toEqual([
      "pkg:bitnami/gdal@3.7.1",
      "pkg:bitnami/geos@3.8.3",
      "pkg:bitnami/postgresql@15.3.0",
      "pkg:bitnami/proj@6.3.2",
    ]);
  });

  it("says which document could not be read, and keeps the others", () => {
    const { inventory: found, incomplete } = catalog({
      "usr/share/sbom/broken.json": "{",
      "usr/share/sbom/good.json": sbomOf(...inventory.packages.slice(2, 3)),
    });
    expect(found.packages).toHaveLength(1);
    expect(incomplete).toMatchObject([{ code: "MALFORMED", what: "usr/share/sbom/broken.json" }]);
  });

  it("does not list what a later layer removed", () => {
    const path = "usr/share/sbom/app.json";
    expect(catalog({ [path]: sbomOf(packageOf()) }, { [path]: null }).inventory.packages).toEqual(
      [],
    );
  });
});
