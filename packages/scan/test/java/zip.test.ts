import { isPlimsollError } from "@plimsoll/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ArchiveBudget, type ArchiveLimits, defaultArchiveLimits } from "../../src/java/limits.ts";
import { findDirectory, readEntries } from "../../src/java/zip-directory.ts";
import { readEntry, readLeading } from "../../src/java/zip-entry.ts";
import { buildZip, type ZipFile } from "../support/zip.ts";

function budgetOf(limits: Partial<ArchiveLimits> = {}): ArchiveBudget {
  return new ArchiveBudget({ ...defaultArchiveLimits, ...limits });
}

/** Name and content of every entry. */
function readAll(zip: Buffer, budget = budgetOf()): [string, string][] {
  return [...readEntries(zip, findDirectory(zip), budget, () => true)].map((entry) => [
    entry.name,
    readEntry(zip, entry, 2 ** 20, budget).toString(),
  ]);
}

function readFirst(file: Partial<ZipFile>, mostBytes = 2 ** 20, budget = budgetOf()): string {
  const zip = buildZip([{ name: "a", content: "content", ...file }]);
  const [entry] = readEntries(zip, findDirectory(zip), budget, () => true);
  return readEntry(zip, entry!, mostBytes, budget).toString();
}

const limitExceeded = expect.objectContaining({ code: "LIMIT_EXCEEDED" });
const malformed = expect.objectContaining({ code: "MALFORMED" });

describe("a ZIP archive", () => {
  it("gives its files whatever way they were written", () => {
    const file = fc.record({
      name: fc.string({ unit: "grapheme", maxLength: 20 }),
      content: fc.string({ maxLength: 200 }),
      deflate: fc.boolean(),
      hasDescriptor: fc.boolean(),
      isZip64: fc.boolean(),
    });
    const options = fc.record({
      prefix: fc.uint8Array({ maxLength: 50 }).map((bytes) => Buffer.from(bytes)),
      comment: fc.string({ maxLength: 50 }),
      isZip64: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(file, { maxLength: 6 }), options, (files, how) => {
        const written = files.map(({ name, content }) => [
          Buffer.from(name).toString(),
          Buffer.from(content).toString(),
        ]);
        expect(readAll(buildZip(files, how))).toEqual(written);
      }),
    );
  });

  it("is found behind a long comment and a start script", () => {
    const zip = buildZip([{ name: "a", content: "b" }], {
      prefix: Buffer.from("#!/bin/bash\nexec java -jar $0\nexit\n"),
      comment: "PK\x05\x06".repeat(10_000),
    });
    expect(readAll(zip)).toEqual([["a", "b"]]);
  });

  it("is refused when its end is missing", () => {
    const zip = buildZip([{ name: "a", content: "b" }]);
    for (const bytes of [Buffer.alloc(0), Buffer.from("PK"), zip.subarray(0, -1)]) {
      expect(() => findDirectory(bytes)).toThrow(malformed);
    }
  });

  it("gives the entries before a damaged record", () => {
    const zip = buildZip([{ name: "a" }, { name: "b" }]);
    zip.write("XX", zip.lastIndexOf("PK\x01\x02", "latin1"), "latin1");
    const names: string[] = [];
    expect(() => {
      for (const { name } of readEntries(zip, findDirectory(zip), budgetOf(), () => true)) {
        names.push(name);
      }
    }).toThrow(malformed);
    expect(names).toEqual(["a"]);
  });

  it("may not have more entries than the limit", () => {
    const zip = buildZip([{ name: "a" }, { name: "b" }, { name: "c" }]);
    expect(() => readAll(zip, budgetOf({ entries: 2 }))).toThrow(limitExceeded);
    expect(readAll(zip, budgetOf({ entries: 3 }))).toHaveLength(3);
  });
});

describe("an entry", () => {
  it("is refused when it is larger than allowed, by its own word or in truth", () => {
    const content = "x".repeat(1000);
    expect(readFirst({ content, deflate: true }, 1000)).toBe(content);
    expect(() => readFirst({ content, deflate: true }, 999)).toThrow(limitExceeded);
    expect(() => readFirst({ content, deflate: true, declaredBytes: 10 })).toThrow(limitExceeded);
  });

  it("is refused when it expands like a bomb", () => {
    const bomb = { content: Buffer.alloc(4 * 2 ** 20), deflate: true };
    expect(() => readFirst(bomb, 2 ** 30)).toThrow(limitExceeded);
    expect(readFirst(bomb, 2 ** 30, budgetOf({ ratio: 2000 }))).toHaveLength(4 * 2 ** 20);
  });

  it("counts towards what may be read in all", () => {
    const budget = budgetOf({ totalBytes: 1500 });
    const content = "x".repeat(1000);
    readFirst({ content }, 2 ** 20, budget);
    expect(budget.isSpent).toBe(false);
    expect(() => readFirst({ content }, 2 ** 20, budget)).toThrow(limitExceeded);
    expect(budget.isSpent).toBe(true);
  });

  it("is refused when it is encrypted or compressed in an unknown way", () => {
    const unsupported = expect.objectContaining({ code: "UNSUPPORTED" });
    expect(() => readFirst({ isEncrypted: true })).toThrow(unsupported);
    expect(() => readFirst({ method: 93 })).toThrow(unsupported);
  });

  it("is refused when its data are not deflated although it says so", () => {
    expect(() => readFirst({ content: "\xff\xff\xff", method: 8 })).toThrow(malformed);
  });

  it("gives its beginning when all of it would be too much", () => {
    const lines = Array.from({ length: 60_000 }, (_, i) => `Name: ${Math.sin(i)}\n`).join("");
    const zip = buildZip([
      { name: "a", content: `Main: 1\n${lines}`, deflate: true },
      { name: "b", content: `Main: 1\n${lines}` },
    ]);
    for (const entry of readEntries(zip, findDirectory(zip), budgetOf(), () => true)) {
      const text = readLeading(zip, entry, 2 ** 20, budgetOf()).toString();
      expect(text.startsWith("Main: 1\nName: 0\n")).toBe(true);
      expect(text.length).toBeLessThan(lines.length);
    }
  });
});

describe("hostile archives", () => {
  it("never cause anything but a PlimsollError", () => {
    const good = buildZip(
      [
        { name: "a.jar", content: buildZip([{ name: "pom.xml" }]), isZip64: true },
        { name: "META-INF/MANIFEST.MF", content: "a: b\n".repeat(20), deflate: true },
      ],
      { isZip64: true, comment: "c" },
    );
    const changes = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 6 });
    const mutated = fc.tuple(changes, fc.nat(20)).map(([list, cut]) => {
      const bytes = Buffer.from(good);
      for (const [at, value] of list) bytes[at] = value;
      return bytes.subarray(0, bytes.length - Math.max(0, cut - 10));
    });
    const random = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes));
    fc.assert(
      fc.property(fc.oneof(mutated, random), (bytes) => {
        try {
          readAll(bytes);
        } catch (error) {
          expect(isPlimsollError(error)).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
