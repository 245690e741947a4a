import type { Package } from "@plimsoll/core";
import type { ImageConfig } from "@plimsoll/image";
import { describe, expect, it } from "vitest";
import { catalogPackages } from "../../src/catalog/catalog.ts";
import { scanInspectors } from "../../src/inspectors/list.ts";
import { licenceFindings } from "../../src/licences/findings.ts";
import { licenceFileInspector } from "../../src/licences/inspector.ts";
import { factsOf, layersOf } from "../support/image-facts.ts";
import { catalogKitImage } from "../support/kit.ts";

const packageOf = (name: string, licences: string[]): Package => ({
  purl: `pkg:npm/${name}@1.0.0`,
  name,
  version: "1.0.0",
  type: "npm",
  licences,
  locations: [{ path: `node_modules/${name}/package.json` }],
});
const judge = (licences: string[], config: Partial<Parameters<typeof licenceFindings>[1]>) =>
  licenceFindings(
    { packages: [packageOf("a", licences)] },
    { allow: [], deny: [], unknown: "ignore", ...config },
  ).map(({ rule, severity }) => `${rule} ${severity}`);

describe("licenceFindings", () => {
  it("finds nothing where the configuration asks for nothing", () => {
    expect(judge(["AGPL-3.0-only"], {})).toEqual([]);
    expect(judge([], {})).toEqual([]);
  });

  it("finds a package under a licence that is denied, however it is written", () => {
    expect(judge(["GPLv3+"], { deny: ["strong-copyleft"] })).toEqual(["licence-denied high"]);
    expect(judge(["MIT", "GPL-3.0"], { deny: ["GPL-3.0-only"] })).toEqual(["licence-denied high"]);
    expect(judge(["own words"], { deny: ["Own Words"] })).toEqual(["licence-denied high"]);
  });

  it("finds a package under a licence that is not among the allowed", () => {
    expect(judge(["MPL-2.0"], { allow: ["permissive"] })).toEqual(["licence-not-allowed high"]);
    expect(judge(["MPL-2.0 OR MIT"], { allow: ["permissive"] })).toEqual([]);
  });

  it("says which entries can match nothing", () => {
    const noEffect = ["licence-entry-unknown medium"];
    expect(judge(["MIT"], { deny: ["copyleft"] })).toEqual(noEffect);
    expect(judge(["MIT"], { allow: ["permissive", "GPL-9.0"] })).toEqual(noEffect);
    expect(judge(["MIT"], { deny: ["gpl", "strong-copyleft", "LicenseRef-own"] })).toEqual([]);
  });

  it("says what is not known as loud as it is asked to", () => {
    expect(judge([], { unknown: "warn" })).toEqual(["licence-unknown medium"]);
    expect(judge(["own words"], { unknown: "fail" })).toEqual(["licence-unknown high"]);
    expect(judge(["own words"], { allow: ["own words"], unknown: "fail" })).toEqual([]);
  });
});

describe("licences of files", () => {
  it("fill in what package databases lack, and nothing else", () => {
    const status = (name: string) =>
      `Package: ${name}\nStatus: install ok installed\nVersion: 1\nArchitecture: all\n\n`;
    const manifest = (license?: string) => JSON.stringify({ name: "a", version: "1.0.0", license });
    const notice = "see http://www.apache.org/licenses/LICENSE-2.0";
    const files = [
      {
        "var/lib/dpkg/status": ["one", "two", "three"].map(status).join(""),
        "usr/share/doc/one/copyright": "Format: x\n\nFiles: *\nLicense: Expat\n",
        "usr/share/doc/two": { type: "symlink", linkTarget: "one" } as const,
        "srv/node_modules/a/package.json": manifest(),
        "srv/node_modules/a/LICENSE": notice,
        "app/node_modules/a/package.json": manifest("ISC"),
        "app/node_modules/a/LICENSE": notice,
        "usr/lib/python3/dist-packages/b-1.dist-info/METADATA": "Name: b\nVersion: 1\n\n",
        "usr/lib/python3/dist-packages/b-1.dist-info/licenses/LICENSE.txt": notice,
      },
    ];
    const facts = factsOf(files, [...scanInspectors, licenceFileInspector]);
    const { inventory } = catalogPackages(facts, {
      layers: layersOf(files),
      config: {} as ImageConfig,
    });
    const licences = inventory.packages.map(({ name, licences: all }) => [name, all]);
    expect(licences).toEqual([
      ["one", ["MIT"]],
      ["three", []],
      ["two", ["MIT"]],
      ["a", ["ISC"]],
      ["b", ["Apache-2.0"]],
    ]);
  });

  it("tell the licences of nearly all packages of a real Debian image", async ({ skip }) => {
    const catalog = await catalogKitImage("debian12-old", [
      ...scanInspectors,
      licenceFileInspector,
    ]);
    if (catalog === undefined) return skip();
    const debs = catalog.inventory.packages.filter(({ type }) => type === "deb");
    expect(debs.filter(({ licences }) => licences.length > 0).length / debs.length).toBeGreaterThan(
      0.95,
    );
    const bash = debs.find(({ name }) => name === "bash");
    expect(bash?.licences).toContain("GPL-3.0-or-later");
    expect(debs.find(({ name }) => name === "zlib1g")?.licences).toEqual(["Zlib"]);
  });
});
