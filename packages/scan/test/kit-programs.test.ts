import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Catalog } from "../src/catalog/catalog.ts";
import { catalogKitImage } from "./support/kit.ts";
import { kitFolder } from "./support/shared.ts";

/** What `go version -m` prints about a program. */
interface GoTruth {
  path: string;
  main: [string, string][];
  deps: [string, string][];
  magic: boolean;
}

function rowsOf({ inventory }: Catalog, type: string, path: string): string[] {
  return inventory.packages
    .filter((found) => found.type === type && found.locations.some((at) => at.path === path))
    .map(({ name, version }) => `${name} ${version}`)
    .sort();
}

function truth<T>(layer: string, file: string): T {
  return JSON.parse(readFileSync(`${kitFolder()}/layers/${layer}.expect/${file}`, "utf8")) as T;
}

describe("programs of real images", () => {
  it.for(["apps-go", "apps"])(
    "in %s hold exactly the modules that Go recorded",
    async (image, { skip }) => {
      const catalog = await catalogKitImage(image);
      if (catalog === undefined) return skip();
      for (const [file, { main, deps, magic }] of Object.entries(
        truth<Record<string, GoTruth>>("apps-go", "go.json"),
      )) {
        const rows = rowsOf(catalog, "golang", `usr/local/bin/${file}`);
        const recorded = [...main, ...deps].map((columns) => columns.join(" ")).sort();
        expect(rows.filter((row) => !row.startsWith("stdlib "))).toEqual(recorded);
        // Without its header the release that built a program is not recorded.
        expect(rows.filter((row) => row.startsWith("stdlib "))).toHaveLength(magic ? 1 : 0);
      }
    },
  );

  it("say when they do not tell the release of Go", async ({ skip }) => {
    const catalog = await catalogKitImage("apps-go");
    if (catalog === undefined) return skip();
    expect(catalog.incomplete).toMatchObject([
      { code: "UNSUPPORTED", what: "usr/local/bin/go-turbo" },
    ]);
  });

  it("from scratch are read too", async ({ skip }) => {
    const catalog = await catalogKitImage("scratch-go");
    if (catalog === undefined) return skip();
    const { lefthook } = truth<Record<string, GoTruth>>("apps-go", "go.json");
    expect(rowsOf(catalog, "golang", "app")).toHaveLength((lefthook?.deps.length ?? 0) + 2);
    expect(catalog.inventory.packages.find(({ name }) => name === "stdlib")?.purl).toBe(
      "pkg:golang/stdlib@1.21.1",
    );
    expect(catalog.incomplete).toEqual([]);
  });

  it("hold exactly the crates of their audit data", async ({ skip }) => {
    const catalog = await catalogKitImage("apps-rust");
    if (catalog === undefined) return skip();
    const { packages } = truth<{ packages: { name: string; version: string }[] }>(
      "apps-rust",
      "auditable.json",
    );
    const recorded = packages.map(({ name, version }) => `${name} ${version}`).sort();
    expect(rowsOf(catalog, "cargo", "usr/bin/fd-auditable")).toEqual(recorded);
    expect(catalog.inventory.packages).toHaveLength(recorded.length);
  });

  it.for(["debian11-old", "debian12-old", "debian13", "distroless"])(
    "are not counted beside the package of %s that brought them",
    async (name, { skip }) => {
      const catalog = await catalogKitImage(name);
      if (catalog === undefined) return skip();
      expect(catalog.inventory.packages.filter(({ type }) => type === "generic")).toEqual([]);
    },
  );
});
