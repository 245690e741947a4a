import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseApkDatabase } from "../../src/formats/apk-database.ts";
import { realFile } from "../support/shared.ts";

const record =
  "C:Q1abc=\nP:ssl_client\nV:1.36.1-r5\nA:x86_64\nL:GPL-2.0-only\no:busybox\nF:usr/bin\nR:ssl_client\na:0:0:755\n\n";

describe("parseApkDatabase", () => {
  it("reads name, version, architecture, origin and licence", () => {
    expect(parseApkDatabase(record).packages).toEqual([
      {
        name: "ssl_client",
        files: ["usr/bin/ssl_client"],
        version: "1.36.1-r5",
        architecture: "x86_64",
        source: { name: "busybox", version: "1.36.1-r5" },
        licences: ["GPL-2.0-only"],
      },
    ]);
  });

  it("takes the package itself as its origin where none is named", () => {
    const { packages } = parseApkDatabase("P:musl\nV:1.2-r0\n");
    expect(packages).toEqual([
      { name: "musl", version: "1.2-r0", source: { name: "musl", version: "1.2-r0" } },
    ]);
  });

  it("tells the origin (o:) from the owner's other lines in the same letter of another case", () => {
    const { packages } = parseApkDatabase("P:a\nV:1\nO:other\na:0:0:755\np:x\nv:9\nl:no\n");
    expect(packages).toEqual([{ name: "a", version: "1", source: { name: "a", version: "1" } }]);
  });

  it("does not mind CRLF, several empty lines, or a missing last one", () => {
    const text = `\n\n${record.trimEnd()}\r\n\r\n\r\nP:b\r\nV:2`;
    expect(parseApkDatabase(text).packages.map(({ name }) => name)).toEqual(["ssl_client", "b"]);
  });

  it("reports a record without name or version, and keeps the rest", () => {
    const { packages, faults } = parseApkDatabase(`V:1\n\nP:x\n\n${record}garbage\n`);
    expect(packages.map(({ name }) => name)).toEqual(["ssl_client"]);
    expect(faults.map(({ line }) => line)).toEqual([1, 3, 15, 15]);
  });

  it("never throws, and never gives a package without name or version", () => {
    const word = fc.constantFrom("P:", "V:", "o:", "L:", "a", "\n", "\r\n", ":", " ");
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(word).map((words) => words.join("")),
    );
    fc.assert(
      fc.property(text, (input) => {
        for (const { name, version, source } of parseApkDatabase(input).packages) {
          expect([name, version, source?.name]).not.toContain("");
        }
      }),
      { numRuns: 500 },
    );
  });

  it("takes time in proportion to the size of garbage", () => {
    for (const garbage of [
      "a\n".repeat(2_000_000),
      "P:a\n".repeat(1_000_000),
      "\r".repeat(4_000_000),
    ]) {
      const start = performance.now();
      parseApkDatabase(garbage);
      expect(performance.now() - start).toBeLessThan(2000);
    }
  });

  it("reads the databases of other projects' tests", ({ skip }) => {
    const text = realFile("apk/google__osv-scalibr/apk/installed");
    if (text === undefined) return skip();
    const parsed = parseApkDatabase(text);
    expect(parsed.packages.map(({ name }) => name)).toEqual(
      text
        .split("\n")
        .filter((line) => line.startsWith("P:"))
        .map((line) => line.slice(2)),
    );
    expect(parsed.faults).toEqual([]);
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.string({ maxLength: 4 }), (at, bytes) => {
        const mutated = text.slice(0, at) + bytes + text.slice(at + 1);
        const { packages } = parseApkDatabase(mutated);
        expect(Math.abs(packages.length - parsed.packages.length)).toBeLessThanOrEqual(2);
      }),
      { numRuns: 60 },
    );
  });
});
