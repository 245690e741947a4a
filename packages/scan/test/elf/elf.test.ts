import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findBytes } from "../../src/elf/find-bytes.ts";
import { readElfHead } from "../../src/elf/head.ts";
import { findOffset } from "../../src/elf/memory.ts";
import { readName, readSections } from "../../src/elf/sections.ts";
import { buildElf } from "../support/elf.ts";

const text = { name: ".text", content: Buffer.from("code"), address: 0x1000, isLoaded: true };
const data = {
  name: ".data",
  content: Buffer.from("numbers"),
  address: 0x2000,
  isLoaded: true,
  isWritable: true,
};

/** Names and contents of the sections. */
function sectionsOf(file: Buffer): (string | undefined)[][] {
  const head = readElfHead(file);
  if (head?.sections === undefined) return [];
  const { sections: table, format } = head;
  const end = table.offset + table.count * table.entryBytes;
  const sections = readSections(file.subarray(table.offset, end), table, format);
  const place = sections[table.namesIndex];
  const names = file.subarray(place?.offset ?? 0);
  return sections.flatMap((section) => {
    if (section === undefined) return [];
    const { offset, size, nameOffset } = section;
    return [[readName(names, nameOffset), file.toString("latin1", offset, offset + size)]];
  });
}

describe("the tables of an ELF file", () => {
  it.for([
    { is64: true, isLittle: true },
    { is64: true, isLittle: false },
    { is64: false, isLittle: true },
    { is64: false, isLittle: false },
  ])("tell of sections and segments: %o", (format) => {
    const file = buildElf([text, data], format);
    const elf = readElfHead(file)!;
    expect(elf.format).toEqual(format);
    expect(sectionsOf(file).slice(1)).toEqual([
      [".text", "code"],
      [".data", "numbers"],
    ]);
    expect(elf.segments).toMatchObject([
      { kind: "load", isWritable: false, isExecutable: true, address: 0x1000, size: 4 },
      { kind: "load", isWritable: true, isExecutable: false, address: 0x2000, size: 7 },
    ]);
    expect(findOffset(elf, 0x2003)).toBe(elf.segments[1]!.offset + 3);
    expect(findOffset(elf, 0x2007)).toBeUndefined();
  });

  it("take nothing else for a program", () => {
    expect(readElfHead(Buffer.from(`#!/bin/sh\n${"x".repeat(100)}`))).toBeUndefined();
    expect(readElfHead(Buffer.alloc(0))).toBeUndefined();
    expect(readElfHead(buildElf([text]).subarray(0, 60))).toBeUndefined();
  });

  it("never make a reader throw", () => {
    const file = buildElf([text, data]);
    const changes = fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), { maxLength: 20 });
    fc.assert(
      fc.property(changes, fc.nat(file.length), (bytes, length) => {
        const broken = Buffer.from(file);
        for (const [at, value] of bytes) broken[at] = value;
        sectionsOf(broken.subarray(0, length));
      }),
      { numRuns: 1000 },
    );
  });
});

describe("findBytes", () => {
  it("finds what a search of the whole finds, however the file comes in pieces", () => {
    const digit = fc.constantFrom(0, 1);
    const bytes = fc.array(digit, { maxLength: 60 }).map((all) => Buffer.from(all));
    const needle = fc.array(digit, { minLength: 1, maxLength: 4 }).map((all) => Buffer.from(all));
    fc.assert(
      fc.property(
        bytes,
        needle,
        fc.integer({ min: 1, max: 9 }),
        fc.nat(3),
        (file, text, size, even) => {
          const accept = (at: number) => at % (even + 1) === 0;
          const search = findBytes(text, { offset: 2, size: file.length - 2 }, accept);
          let step = search.next();
          while (!step.done) {
            const { offset } = step.value;
            step = search.next(file.subarray(offset, offset + size));
          }
          let expected = file.indexOf(text, 2);
          while (expected !== -1 && !accept(expected)) expected = file.indexOf(text, expected + 1);
          expect(step.value).toBe(expected === -1 || file.length < 2 ? undefined : expected);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
