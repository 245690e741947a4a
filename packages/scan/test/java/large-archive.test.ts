import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PlimsollError } from "@plimsoll/core";
import { type Inspector, openImage, walkImage, writeOciLayout } from "@plimsoll/image";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { readJavaArchive } from "../../src/java/java-archive.ts";
import { readLargeArchive } from "../../src/java/large-archive.ts";
import { defaultArchiveLimits } from "../../src/java/limits.ts";
import { buildZip, manifestFile, pomProperties, type ZipFile } from "../support/zip.ts";

function readByRanges(zip: Buffer, fileName: string, limits = defaultArchiveLimits) {
  const reader = readLargeArchive(zip.length, fileName, limits);
  const asked: number[] = [];
  let step = reader.next();
  while (!step.done) {
    const { offset, least } = step.value;
    asked.push(offset);
    step = reader.next(zip.subarray(offset, offset + least));
  }
  return { ...step.value, asked };
}

const nested = buildZip([pomProperties("org.example", "inner", "2.0")]);
const files: ZipFile[] = [
  manifestFile({ "Implementation-Title": "app", "Implementation-Version": "1.5" }),
  { name: "BOOT-INF/classes/App.class", content: "x".repeat(5000) },
  { name: "BOOT-INF/lib/inner-2.0.jar", content: nested },
  { name: "BOOT-INF/lib/other-3.1.jar", content: buildZip([{ name: "a.class", content: "x" }]) },
  pomProperties("org.example", "app", "1.5"),
];
const sorted = (packages: readonly object[]) => packages.map((it) => JSON.stringify(it)).sort();

describe("a Java archive that is too large to be in memory", () => {
  it.for([{}, { prefix: Buffer.from("#!/bin/sh\n") }, { isZip64: true }, { comment: "signed" }])(
    "tells the same as one that is not: %o",
    (options) => {
      const zip = buildZip(files, options);
      const { packages, faults, asked } = readByRanges(zip, "app-1.5.jar");
      const whole = readJavaArchive(zip, "app-1.5.jar");
      expect(whole.packages).toHaveLength(3);
      expect(sorted(packages)).toEqual(sorted(whole.packages));
      expect(faults).toEqual(whole.faults);
      // One look for the directory, and one for everything else: forwards from entry to entry.
      const [, ...rest] = asked;
      expect(rest).toEqual([...rest].sort((a, b) => a - b));
    },
  );

  it("leaves out what is too large, says so, and goes on", () => {
    const limits = { ...defaultArchiveLimits, archiveBytes: nested.length - 1 };
    const { packages, faults } = readByRanges(buildZip(files), "app-1.5.jar", limits);
    expect(packages.map(({ artifact }) => artifact).sort()).toEqual(["app", "other"]);
    expect(faults).toMatchObject([{ code: "LIMIT_EXCEEDED" }]);
  });

  it("throws nothing but PlimsollError, whatever the bytes", () => {
    const zip = buildZip(files);
    const change = fc.array(fc.tuple(fc.nat(zip.length - 1), fc.nat(255)), { maxLength: 8 });
    fc.assert(
      fc.property(change, fc.nat(zip.length), (bytes, length) => {
        const broken = Buffer.from(zip);
        for (const [at, value] of bytes) broken[at] = value;
        try {
          readByRanges(broken.subarray(0, length), "x.jar");
        } catch (error) {
          expect(error).toBeInstanceOf(PlimsollError);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("is read from a compressed layer in a second look, and found by its hard links too", async () => {
    const folder = mkdtempSync(join(tmpdir(), "plimsoll-test-"));
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    const zip = buildZip(files);
    const byRanges: Inspector = {
      id: "large",
      version: 1,
      wants: ({ path, type }) => (path.endsWith(".jar") && type === "file" ? 0 : undefined),
      inspect: (entry) => readLargeArchive(entry.size, "app-1.5.jar"),
    };
    await writeOciLayout(folder, {
      layers: [
        {
          entries: [
            { path: "opt/app-1.5.jar", content: zip },
            { path: "opt/link.jar", type: "hardlink", linkTarget: "opt/app-1.5.jar" },
          ],
        },
      ],
    });
    const image = await openImage(`oci-dir:${folder}`);
    const facts = await walkImage(image, { inspectors: [byRanges] });
    await image.close();
    expect(facts.incomplete).toEqual([]);
    const found = facts.of(byRanges) as readonly { path: string; fact: { packages: object[] } }[];
    expect(found.map(({ path, fact }) => [path, fact.packages.length])).toEqual([
      ["opt/app-1.5.jar", 3],
      ["opt/link.jar", 3],
    ]);
  });
});
