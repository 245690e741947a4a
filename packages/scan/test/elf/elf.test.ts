import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readElf } from "../../src/elf/elf.ts";
import { findOffset } from "../../src/elf/memory.ts";
import { buildElf } from "../support/elf.ts";

const text = { name: ".text", content: Buffer.from("code"), address: 0x1000, isLoaded: true };
const data = {
  name: ".data",
  content: Buffer.from("numbers"),
  address: 0x2000,
  isLoaded: true,
  isWritable: true,
};

describe("readElf", () => {
  it.for([
    { is64: true, isLittle: true },
    { is64: true, isLittle: false },
    { is64: false, isLittle: true },
    { is64: false, isLittle: false },
  ])("reads sections and segments: %o", (format) => {
    const file = buildElf([text, data], format);
    const elf = readElf(file)!;
    expect(elf).toMatchObject({ format, isWhole: true });
    const contents = elf.sections.map(({ name, offset, size }) => [
      name,
      file.toString("latin1", offset, offset + size),
    ]);
    expect(contents.slice(1)).toEqual([
      [".text", "code"],
      [".data", "numbers"],
    ]);
    expect(elf.segments).toMatchObject([
      { kind: "load", isWritable: false, address: 0x1000, size: 4 },
      { kind: "load", isWritable: true, address: 0x2000, size: 7 },
    ]);
    expect(findOffset(elf, 0x2003)).toBe(elf.segments[1]!.offset + 3);
    expect(findOffset(elf, 0x2007)).toBeUndefined();
  });

  it("takes nothing else for a program", () => {
    expect(readElf(Buffer.from(`#!/bin/sh\n${"x".repeat(100)}`))).toBeUndefined();
    expect(readElf(Buffer.alloc(0))).toBeUndefined();
    expect(readElf(buildElf([text]).subarray(0, 60))).toBeUndefined();
  });

  it("knows that the beginning of a program is not all of it", () => {
    const file = buildElf([text, data]);
    const elf = readElf(file.subarray(0, file.length - 300))!;
    expect(elf.isWhole).toBe(false);
    expect(elf.segments).toHaveLength(2);
  });

  it("never throws, and never tells of bytes outside the file", () => {
    const file = buildElf([text, data]);
    const changes = fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), { maxLength: 20 });
    fc.assert(
      fc.property(changes, fc.nat(file.length), (bytes, length) => {
        const broken = Buffer.from(file);
        for (const [at, value] of bytes) broken[at] = value;
        const elf = readElf(broken.subarray(0, length));
        for (const { offset, size } of [...(elf?.sections ?? []), ...(elf?.segments ?? [])]) {
          expect(offset + size).toBeLessThanOrEqual(length);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
