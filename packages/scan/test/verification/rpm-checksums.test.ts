import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readRpmDatabase } from "../../src/rpm/database.ts";
import { parseRpmChecksums } from "../../src/verification/rpm-checksums.ts";
import { verificationInspectors, verifyPackages } from "../../src/verification/verify-packages.ts";
import { walkKitImage } from "../support/kit.ts";
import { sharedFolder } from "../support/shared.ts";

const databases = [
  "knqyf263__go-rpmdb/cbl-mariner-2.0/rpmdb.sqlite",
  "knqyf263__go-rpmdb/libuuid/Packages",
  "knqyf263__go-rpmdb/sle15-bci/Packages.db",
];
const digits = { md5: 32, sha1: 40, sha256: 64 } as const;

describe("rpm's checksums", () => {
  it.for(databases)("are read from the real database %s", (name, { skip }) => {
    const folder = sharedFolder("rpmdb");
    if (folder === undefined) return skip();
    const content = readFileSync(`${folder}/${name}`);
    const packages = parseRpmChecksums(content);
    const known = new Set(readRpmDatabase(content)?.packages.map((found) => found.name));
    expect(packages.length).toBeGreaterThan(0);
    for (const { name: owner, algorithm, files } of packages) {
      expect(known).toContain(owner);
      for (const [path, digest] of files) {
        expect(path).toMatch(/^[^/].*[^/]$/);
        expect(digest).toMatch(/^[0-9a-f]+$/);
        expect(digest).toHaveLength(digits[algorithm]);
      }
    }
  });

  it("never throw on mutated real databases", ({ skip }) => {
    const folder = sharedFolder("rpmdb");
    if (folder === undefined) return skip();
    const content = readFileSync(`${folder}/${databases[1]}`);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(content.length - 1), fc.nat(255)), { maxLength: 40 }),
        fc.nat(content.length),
        (changes, length) => {
          const mutated = Buffer.from(content);
          for (const [at, byte] of changes) mutated[at] = byte;
          expect(Array.isArray(parseRpmChecksums(mutated.subarray(0, length)))).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(Array.isArray(parseRpmChecksums(Buffer.from(bytes)))).toBe(true);
      }),
    );
  });

  it.for([
    ["rpm-sqlite", []],
    ["rpm-wal", ["The files of rpm's packages were not verified"]],
  ] as const)("agree with the files of the real image %s", async ([name, expected], { skip }) => {
    const titles = await walkKitImage(name, verificationInspectors, (facts, image) =>
      verifyPackages(facts, image).map(({ title }) => title),
    );
    if (titles === undefined) return skip();
    expect(titles).toEqual(expected);
  });
});
