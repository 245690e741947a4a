import type { Package } from "@plimsoll/core";
import type { ImageConfig } from "@plimsoll/image";
import { describe, expect, it } from "vitest";
import { catalogPackages } from "../../src/catalog/catalog.ts";
import { joinPlaces } from "../../src/catalog/join-places.ts";
import { gemCataloger } from "../../src/catalogers/gem.ts";
import { scanInspectors } from "../../src/inspectors/list.ts";
import { lockfileCatalogers } from "../../src/lockfiles/list.ts";
import { factsOf, fileEntry, type LayerFiles, layersOf } from "../support/image-facts.ts";

const lockfileInspectors = lockfileCatalogers.map(({ inspector }) => inspector);

function catalog(files: LayerFiles): ReturnType<typeof catalogPackages> {
  const facts = factsOf([files], [...scanInspectors, ...lockfileInspectors]);
  return catalogPackages(
    facts,
    { layers: layersOf([files]), config: {} as ImageConfig },
    lockfileCatalogers,
  );
}

function places(packages: readonly Package[]): string[][] {
  return packages.map(({ purl, locations }) => [purl, ...locations.map(({ path }) => path)]);
}

const packageLock = JSON.stringify({
  lockfileVersion: 3,
  packages: { "node_modules/a": { version: "1.0.0" }, "node_modules/b": { version: "2.0.0" } },
});

describe("the lockfiles of a source folder", () => {
  it("pin what is installed too: one package, which lies where it is installed first", () => {
    const { inventory, incomplete } = catalog({
      "app/node_modules/a/package.json": '{"name":"a","version":"1.0.0","license":"MIT"}',
      "app/package-lock.json": packageLock,
      "app/yarn.lock": 'a@^1.0.0:\n  version "1.0.0"\n',
    });
    expect(places(inventory.packages)).toEqual([
      [
        "pkg:npm/a@1.0.0",
        "app/node_modules/a/package.json",
        "app/package-lock.json",
        "app/yarn.lock",
      ],
      ["pkg:npm/b@2.0.0", "app/package-lock.json"],
    ]);
    expect(inventory.packages[0]?.licences).toEqual(["MIT"]);
    expect(incomplete).toEqual([]);
  });

  it("tell no platform: a gem that is installed for one is the gem that is locked", () => {
    const base = { name: "nokogiri", version: "1.16.0", type: "gem", licences: [] };
    const installed = {
      ...base,
      purl: "pkg:gem/nokogiri@1.16.0?platform=x86_64-linux",
      locations: [{ path: "a" }],
    };
    const locked = {
      ...base,
      purl: "pkg:gem/nokogiri@1.16.0",
      locations: [{ path: "Gemfile.lock" }],
    };
    const lockfile = lockfileCatalogers.find(
      ({ inspector }) => inspector.id === "lockfile-bundler",
    )!;
    const joined = joinPlaces([
      { cataloger: lockfile, packages: [locked] },
      { cataloger: gemCataloger, packages: [installed] },
    ]).flatMap(({ packages }) => packages);
    expect(places(joined)).toEqual([[installed.purl, "a", "Gemfile.lock"]]);
  });

  it("may be broken: the others stand, and no distribution is missed", () => {
    const { inventory } = catalog({ "a/Cargo.lock": "= = =", "b/package-lock.json": packageLock });
    expect(inventory.packages).toHaveLength(2);
    const facts = factsOf([{ "a/Cargo.lock": "= = =" }], lockfileInspectors);
    expect(facts.incomplete).toMatchObject([{ code: "MALFORMED", what: "a/Cargo.lock" }]);
  });

  it("take the sums of a Go module for the modules that an old go.mod leaves out", () => {
    const sums = [
      "golang.org/x/text v0.3.0 h1:1f=",
      "golang.org/x/text v0.3.7 h1:1f=",
      "golang.org/x/text v0.3.7/go.mod h1:1f=",
      "golang.org/x/net v0.1.0 h1:1f=",
      "golang.org/x/net v0.5.0/go.mod h1:1f=",
    ].join("\n");
    const required = "require golang.org/x/net v0.1.0 // indirect\n";
    const { inventory } = catalog({
      "old/go.mod": `module old\n\ngo 1.16\n\n${required}`,
      "old/go.sum": sums,
      "new/go.mod": `module new\n\ngo 1.17\n\n${required}`,
      "new/go.sum": sums.replaceAll("0.3.7", "0.3.8"),
      "alone/go.sum": sums.replaceAll("0.3.7", "0.3.9"),
    });
    expect(places(inventory.packages)).toEqual([
      ["pkg:golang/golang.org/x/net@v0.1.0", "new/go.mod", "old/go.mod"],
      ["pkg:golang/golang.org/x/text@v0.3.7", "old/go.sum"],
    ]);
  });
});

describe("the inspectors of lockfiles", () => {
  it("are no inspectors of images, and have ids of their own", () => {
    const ids = [...scanInspectors, ...lockfileInspectors].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id } of scanInspectors) expect(id).not.toMatch(/^lockfile-/);
    for (const { id } of lockfileInspectors) expect(id).toMatch(/^lockfile-/);
  });

  it("pass over the lockfiles inside of packages, and what is no file of this name", () => {
    const wants = (path: string, more = {}) =>
      lockfileInspectors.filter(({ wants }) => wants(fileEntry(path, more)) !== undefined).length;
    for (const path of ["yarn.lock", "a/yarn.lock", "a/b/requirements.txt", "x/App.csproj"]) {
      expect(wants(path), path).toBe(1);
    }
    for (const path of [
      "node_modules/a/yarn.lock",
      "vendor/bundle/ruby/3.2.0/gems/a-1.0/Gemfile.lock",
      "lib/ruby/gems/a-1.0/Gemfile.lock",
      "venv/lib/python3/site-packages/a/requirements.txt",
      "go/pkg/mod/a@v1.0.0/go.mod",
      ".cargo/registry/src/x/a-1.0.0/Cargo.lock",
      "my-yarn.lock",
      "yarn.lock.old",
      "verification-metadata.xml",
      "requirements.tx",
    ]) {
      expect(wants(path), path).toBe(0);
    }
    expect(wants("yarn.lock", { type: "directory" })).toBe(0);
    expect(wants("yarn.lock", { type: "symlink" })).toBe(0);
  });
});
