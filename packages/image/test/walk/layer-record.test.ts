import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeRecord, eachPath, encodeRecord, PathPack } from "../../src/walk/layer-record.ts";
import { SizePack, sizeReader } from "../../src/walk/size-pack.ts";

describe("a layer's record", () => {
  it("comes back as it was, whatever its paths are made of", () => {
    const part = fc
      .string({ minLength: 1, unit: "grapheme" })
      .map((text) => text.replaceAll("/", "_"));
    const entry = fc.record({
      path: fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/")),
      isDirectory: fc.boolean(),
      size: fc.option(fc.maxSafeNat(), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 50 }), fc.constantFrom(1, 200), (some, times) => {
        // More than one block of 4096, too.
        const entries = Array.from({ length: times }, () => some).flat();
        const paths = new PathPack();
        const sizes = new SizePack();
        for (const { path, isDirectory, size } of entries) {
          paths.add(path, isDirectory);
          sizes.add(size);
        }
        const facts = some.map(({ path }, at) => ({
          inspector: at % 2 ? "a" : 'b"',
          path,
          type: "file" as const,
          json: JSON.stringify({ path }),
          sequence: at + 1,
        }));
        const incomplete = [{ code: "MALFORMED", what: "é", why: "\u{1f600}" }];
        const record = decodeRecord(
          encodeRecord({
            entryCount: entries.length,
            incomplete,
            paths: paths.pack(),
            sizes: sizes.pack(),
            facts,
          }),
        );
        expect(record).toMatchObject({ entryCount: entries.length, incomplete });
        const found: unknown[] = [];
        const next = sizeReader(record.sizes);
        eachPath(record.paths, (path, isDirectory) =>
          found.push({ path, isDirectory, size: next() }),
        );
        expect(found).toEqual(entries);
        const back = Object.values(record.facts).flat();
        expect(back.map(({ path }) => path).sort()).toEqual(some.map(({ path }) => path).sort());
        for (const { path, fact } of back) expect(fact).toEqual({ path });
      }),
      { numRuns: 40 },
    );
  });
});
