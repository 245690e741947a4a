import { readFileSync } from "node:fs";
import { deflateSync } from "node:zlib";
import { PlimsollError } from "@plimsoll/core";
import type { FactReader } from "@plimsoll/image";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cargoInspector } from "../../src/inspectors/cargo.ts";
import { type AuditData, parseAuditData } from "../../src/rust/audit-data.ts";
import { buildElf } from "../support/elf.ts";
import { fileEntry, inspectFile } from "../support/image-facts.ts";
import { sharedFolder } from "../support/shared.ts";

const packages = [
  { name: "app", version: "0.1.0", source: "local", dependencies: [1], root: true },
  { name: "time", version: "0.1.43", source: "crates.io" },
  { name: "cc", version: "1.0.83", source: "crates.io", kind: "build" },
];
const data = deflateSync(JSON.stringify({ packages }));

function inspect(content: Buffer, size = content.length) {
  return inspectFile(cargoInspector, fileEntry("app", { mode: 0o755, size }), content);
}

describe("cargoInspector", () => {
  it("reads the crates of a program that cargo auditable built", () => {
    expect(inspect(buildElf([{ name: ".dep-v0", content: data }]))).toEqual({
      crates: [
        { name: "app", version: "0.1.0" },
        { name: "time", version: "0.1.43" },
        { name: "cc", version: "1.0.83" },
      ],
      faults: [],
    });
  });

  it("finds nothing in a program without audit data", () => {
    expect(inspect(buildElf([{ name: ".text", content: data }]))).toBeUndefined();
  });

  it("takes audit data from the part that is only read, when the table of sections comes by", () => {
    const file = buildElf([{ name: ".dep-v0", content: data, isLoaded: true }]);
    const entry = fileEntry("app", { mode: 0o755, size: file.length });
    const asked: number[] = [];
    const reader = cargoInspector.inspect(entry, file.subarray(0, 8192)) as FactReader<AuditData>;
    let step = reader.next();
    while (!step.done) {
      const { offset, least, most = least } = step.value;
      asked.push(offset);
      step = reader.next(file.subarray(offset, offset + most));
    }
    expect(step.value?.crates).toHaveLength(3);
    // In the order of the file: a compressed layer need not be looked at again.
    expect(asked.length).toBeGreaterThan(1);
    expect(asked.at(-1)).not.toBe(file.indexOf(data));
  });

  it("reads a real program", ({ skip }) => {
    const folder = sharedFolder("rust-binaries/google__osv-scalibr/rust/cargoauditable/no_deps");
    if (folder === undefined) return skip();
    expect(inspect(readFileSync(`${folder}/no_deps`))).toEqual({
      crates: [{ name: "no_deps", version: "0.1.0" }],
      faults: [],
    });
  });
});

describe("parseAuditData", () => {
  it("keeps the rest when one crate is senseless", () => {
    const listed = deflateSync(JSON.stringify({ packages: [{ name: 1 }, null, packages[1]] }));
    const { crates, faults } = parseAuditData(listed);
    expect(crates).toEqual([{ name: "time", version: "0.1.43" }]);
    expect(faults).toHaveLength(2);
  });

  it("refuses data that expands without bound", () => {
    expect(() => parseAuditData(deflateSync(Buffer.alloc(20_000_000)))).toThrow(
      expect.objectContaining({ code: "LIMIT_EXCEEDED" }),
    );
  });

  it("throws nothing but PlimsollError, whatever the bytes", () => {
    const json = fc.json().map((text) => deflateSync(text));
    const broken = fc.tuple(fc.nat(data.length - 1), fc.nat(255)).map(([at, value]) => {
      const copy = Buffer.from(data);
      copy[at] = value;
      return copy;
    });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), json, broken), (bytes) => {
        try {
          parseAuditData(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(PlimsollError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
