import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { measureLayers } from "../../src/squash/measure.ts";
import { squash } from "../../src/squash/squash.ts";
import { type LayerRecord, PathPack } from "../../src/walk/layer-record.ts";
import { SizePack, sizeReader } from "../../src/walk/size-pack.ts";

/** A file's size, a folder, or a whiteout, by path. */
type Entries = Readonly<Record<string, number | "folder" | "whiteout">>;

function recordOf(entries: Entries): LayerRecord {
  const paths = new PathPack();
  const sizes = new SizePack();
  const facts: LayerRecord["facts"][string] = [];
  for (const [path, entry] of Object.entries(entries)) {
    paths.add(path, entry === "folder");
    sizes.add(typeof entry === "number" ? entry : undefined);
    if (typeof entry === "number") facts.push({ path, type: "file", fact: entry });
  }
  return {
    entryCount: facts.length,
    paths: Buffer.concat(paths.pack()).toString(),
    sizes: Buffer.concat(sizes.pack()).toString(),
    facts: { size: facts },
    incomplete: [],
  };
}

const measure = (...layers: Entries[]) => measureLayers(layers.map(recordOf));
const wasted = (...layers: Entries[]) => measure(...layers).layers.map((it) => it.wastedBytes);

describe("measureLayers", () => {
  it("adds up what each layer holds", () => {
    expect(measure({ a: 10, b: 0, c: "folder" }, { "c/d": 5 })).toEqual({
      layers: [
        { files: 2, sizeBytes: 10, wastedBytes: 0 },
        { files: 1, sizeBytes: 5, wastedBytes: 0 },
      ],
      efficiency: 1,
    });
    expect(measure()).toEqual({ layers: [], efficiency: 1 });
    expect(measure({})).toMatchObject({ efficiency: 1 });
  });

  it("counts as wasted what a later layer replaces, deletes or hides", () => {
    expect(wasted({ a: 10 }, { a: 20 }, { a: 5 })).toEqual([10, 20, 0]);
    expect(wasted({ a: 10 }, { ".wh.a": "whiteout" })).toEqual([10, 0]);
    expect(wasted({ "d/a": 10, "d/e/b": 1, c: 2 }, { ".wh.d": "whiteout" })).toEqual([11, 0]);
    expect(wasted({ "d/a": 10 }, { "d/.wh..wh..opq": "whiteout", "d/b": 3 })).toEqual([10, 0]);
    expect(wasted({ "d/a": 10 }, { d: 3 })).toEqual([10, 0]);
    expect(wasted({ d: 10 }, { "d/a": 3 })).toEqual([10, 0]);
    expect(wasted({ a: 10 }, { ".wh.a": "whiteout" }, { a: 4 })).toEqual([10, 0, 0]);
  });

  it("weighs the smallest size of each path against all bytes, as dive does", () => {
    expect(measure({ a: 10, b: 10 }, { a: 10 }).efficiency).toBeCloseTo(20 / 30);
    expect(measure({ a: 10, b: 10 }, { a: 30 }).efficiency).toBeCloseTo(20 / 50);
    expect(measure({ a: 10, b: 10 }, { ".wh.a": "whiteout" }).efficiency).toBeCloseTo(10 / 20);
    const again = measure({ a: 10, b: 10 }, { ".wh.a": "whiteout" }, { a: 10 });
    expect(again.efficiency).toBeCloseTo(10 / 30);
    expect(measure({ "d/a": 10, b: 10 }, { ".wh.d": "whiteout" }).efficiency).toBeCloseTo(0.5);
  });

  it("hides what the squash hides, and stays between none and all", () => {
    const path = fc
      .array(fc.constantFrom("a", "b", ".wh.a", ".wh..wh..opq"), { minLength: 1, maxLength: 3 })
      .filter((parts) => parts.slice(0, -1).every((part) => !part.startsWith(".wh.")))
      .map((parts) => parts.join("/"));
    const layer = fc.dictionary(path, fc.oneof(fc.nat(99), fc.constant("folder" as const)), {
      maxKeys: 6,
    });
    const clean = layer.map((entries): Entries => {
      const kept = Object.entries(entries).filter(
        // No file has entries below it in one layer.
        ([at, it]) =>
          it === "folder" || !Object.keys(entries).some((other) => other.startsWith(`${at}/`)),
      );
      return Object.fromEntries(
        kept.map(([at, it]) => [at, at.includes(".wh.") ? ("whiteout" as const) : it]),
      );
    });
    fc.assert(
      fc.property(fc.array(clean, { maxLength: 4 }), (layers) => {
        const records = layers.map(recordOf);
        const located = squash(records).get("size") ?? [];
        const { layers: measured, efficiency } = measureLayers(records);
        const hidden = layers.map((_, index) =>
          located
            .filter((it) => it.layer === index && it.hiddenBy !== undefined)
            .reduce((sum, it) => sum + (it.fact as number), 0),
        );
        expect(measured.map(({ wastedBytes }) => wastedBytes)).toEqual(hidden);
        expect(efficiency).toBeGreaterThanOrEqual(0);
        expect(efficiency).toBeLessThanOrEqual(1);
        const all = measured.reduce((sum, it) => sum + it.sizeBytes, 0);
        const lost = measured.reduce((sum, it) => sum + it.wastedBytes, 0);
        // What is seen in the end is never smaller than the smallest sizes.
        if (all > 0) expect(efficiency).toBeLessThanOrEqual((all - lost) / all + 1e-9);
      }),
      { numRuns: 500 },
    );
  });
});

describe("SizePack", () => {
  it("gives back what was added, in order", () => {
    const size = fc.option(fc.maxSafeNat(), { nil: undefined });
    fc.assert(
      fc.property(fc.array(size, { maxLength: 9000 }), (sizes) => {
        const pack = new SizePack();
        for (const it of sizes) pack.add(it);
        const next = sizeReader(Buffer.concat(pack.pack()).toString());
        expect(sizes.map(() => next())).toEqual(sizes);
        expect(next()).toBeUndefined();
      }),
      { numRuns: 30 },
    );
  });
});
