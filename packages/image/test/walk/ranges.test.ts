import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type FactReader,
  type FileRange,
  type Image,
  type Inspector,
  openImage,
  type TarEntry,
  walkImage,
  writeDockerArchive,
} from "../../src/index.ts";
import { memoryImage } from "../support/image.ts";
import { tempFolder } from "../support/temp.ts";

const digits = Buffer.from(Array.from({ length: 40_000 }, (_, i) => 48 + (i % 10)));

/** Reads these ranges one after the other, and says what it got. */
function reading(ranges: readonly FileRange[], leading = 4, id = "ranges"): Inspector<string[]> {
  return {
    id,
    version: 1,
    wants: ({ type }) => (type === "file" ? leading : undefined),
    *inspect(_entry, content): FactReader<string[]> {
      const found = [content.toString("latin1")];
      for (const range of ranges) {
        const got = yield range;
        found.push(got.toString("latin1"));
      }
      return found;
    },
  };
}

/** Reads the rest of the file as it comes. */
const whole: Inspector<number> = {
  id: "whole",
  version: 1,
  wants: ({ type }) => (type === "file" ? 1 : undefined),
  *inspect(entry, content) {
    let sum = content.length;
    while (sum < entry.size) {
      const more = yield { offset: sum, least: 1, most: Number.POSITIVE_INFINITY };
      if (more.length === 0) break;
      sum += more.length;
    }
    return sum;
  },
};

const slice = ({ offset, least }: FileRange) =>
  digits.subarray(offset, offset + least).toString("latin1");

async function everySource(entries: readonly TarEntry[], folder: string): Promise<Image[]> {
  const archive = join(folder, "image.tar");
  await writeDockerArchive(archive, { layers: [{ entries }] });
  const root = join(folder, "root");
  for (const { path, content } of entries) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content ?? "");
  }
  return [
    memoryImage([{ entries }], undefined, 333),
    await openImage(`docker-archive:${archive}`),
    await openImage(`dir:${root}`),
  ];
}

async function factsOf(image: Image, inspectors: readonly Inspector[]) {
  const facts = await walkImage(image, { inspectors });
  await image.close();
  return {
    found: inspectors.map((it) => facts.of(it).map(({ path, fact }) => ({ path, fact }))),
    incomplete: facts.incomplete,
  };
}

const folder = tempFolder();

describe("reading a file by ranges", () => {
  it("gives every range, in any order, from every source", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ offset: fc.nat(41_000), least: fc.integer({ min: 1, max: 3000 }) }), {
          maxLength: 3,
        }),
        fc.array(fc.record({ offset: fc.nat(39_000), least: fc.constant(100) }), { maxLength: 2 }),
        async (first, second) => {
          const inspectors = [reading(first), reading(second, 5000, "other"), whole];
          const sources = await everySource([{ path: "f", content: digits }], folder);
          for (const image of sources) {
            const { found, incomplete } = await factsOf(image, inspectors);
            const expected = (ranges: readonly FileRange[], leading: number) => [
              { path: "f", fact: [slice({ offset: 0, least: leading }), ...ranges.map(slice)] },
            ];
            expect(found[2]).toEqual([{ path: "f", fact: digits.length }]);
            expect(found[0]).toEqual(expected(first, 4));
            expect(found[1]).toEqual(expected(second, 5000));
            expect(incomplete).toEqual([]);
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it("reads a compressed layer again for what went by, and gives up after four looks", async () => {
    const backwards = [30_000, 20_000, 10_000, 5000, 4].map((offset) => ({ offset, least: 3 }));
    const image = () => memoryImage([{ entries: [{ path: "f", content: digits }] }]);
    const twice = await factsOf(image(), [reading(backwards.slice(0, 4))]);
    expect(twice.found[0]?.[0]?.fact).toEqual(["0123", "012", "012", "012", "012"]);
    const five = await factsOf(image(), [reading(backwards)]);
    expect(five.found[0]).toEqual([]);
    expect(five.incomplete).toMatchObject([{ code: "LIMIT_EXCEEDED", what: "f" }]);
  });

  it("forgets a file that a later entry replaces, also when it waits for a second look", async () => {
    const entries = [
      { path: "f", content: digits },
      { path: "f", content: "short" },
    ];
    const it = reading([
      { offset: 20_000, least: 1 },
      { offset: 10, least: 1 },
    ]);
    const { found } = await factsOf(memoryImage([{ entries }]), [it]);
    expect(found[0]).toEqual([{ path: "f", fact: ["shor", "", ""] }]);
  });

  it("shares what a second look finds with hard links, and reads links by ranges", async () => {
    const entries = [
      { path: "f", content: digits },
      { path: "g", type: "hardlink" as const, linkTarget: "f" },
    ];
    const ranges = [
      { offset: 20_001, least: 2 },
      { offset: 12, least: 2 },
    ];
    const both = await factsOf(memoryImage([{ entries }]), [reading(ranges)]);
    const fact = ["0123", "12", "23"];
    expect(both.found[0]).toEqual([
      { path: "f", fact },
      { path: "g", fact },
    ]);
    const onlyLink: Inspector<string[]> = {
      ...reading(ranges),
      wants: ({ path, type }) => (type === "file" && path === "g" ? 4 : undefined),
    };
    const link = await factsOf(memoryImage([{ entries }]), [onlyLink]);
    expect(link.found[0]).toEqual([{ path: "g", fact }]);
  });

  it("reports a reader that throws, and goes on with the others", async () => {
    const failing: Inspector = {
      id: "failing",
      version: 1,
      wants: () => 1,
      *inspect(): FactReader {
        yield { offset: 500, least: 1 };
        throw new Error("no such luck");
      },
    };
    const entries = [
      { path: "f", content: digits },
      { path: "g", content: "1234" },
    ];
    const { found, incomplete } = await factsOf(memoryImage([{ entries }]), [failing, whole]);
    expect(found[1]).toEqual([
      { path: "f", fact: digits.length },
      { path: "g", fact: 4 },
    ]);
    expect(incomplete.map(({ what, why }) => `${what} ${why}`)).toEqual([
      "f failing: no such luck",
      "g failing: no such luck",
    ]);
  });

  it("gives no more of one range than the walk's bound", async () => {
    const image = memoryImage([{ entries: [{ path: "f", content: digits }] }]);
    const it = reading([{ offset: 10, least: 5000 }]);
    const facts = await walkImage(image, { inspectors: [it], limits: { fileBytes: 20 } });
    expect(facts.of(it)[0]?.fact[1]).toHaveLength(20);
  });
});
