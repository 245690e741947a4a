import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { javaInspector } from "../../src/inspectors/java.ts";
import { fileEntry, inspectFile } from "../support/image-facts.ts";
import { buildZip, pomProperties } from "../support/zip.ts";

const jar = buildZip([pomProperties("org.example", "tool", "1.0")]);

describe("javaInspector", () => {
  it("wants Java archives wherever they lie, and nothing else", () => {
    for (const path of [
      "app.jar",
      "opt/a.war",
      "a/b.ear",
      "x.par",
      "x.hpi",
      "x.jpi",
      "x.aar",
      "x.kar",
    ]) {
      expect(javaInspector.wants(fileEntry(path, { size: 10 }))).toBe(Number.POSITIVE_INFINITY);
    }
    for (const path of ["app.jar.txt", "jar", "a.zip", "x.class", "opt/a.jar/readme"]) {
      expect(javaInspector.wants(fileEntry(path))).toBeUndefined();
    }
    expect(javaInspector.wants(fileEntry("a.jar", { type: "directory" }))).toBeUndefined();
    expect(javaInspector.wants(fileEntry("a.jar", { type: "symlink" }))).toBeUndefined();
  });

  it("reads coordinates, and keeps nothing but them", () => {
    const fact = inspectFile(javaInspector, fileEntry("opt/tool.jar", { size: jar.length }), jar);
    expect(fact).toEqual({
      packages: [{ group: "org.example", artifact: "tool", version: "1.0" }],
      nameless: [],
      faults: [],
    });
  });

  it("says no more than a digest of an archive that tells no name", () => {
    const content = buildZip([{ name: "a.class", content: "x" }]);
    expect(
      inspectFile(javaInspector, fileEntry("x.jar", { size: content.length }), content),
    ).toEqual({
      packages: [],
      nameless: [{ sha1: createHash("sha1").update(content).digest("hex") }],
      faults: [],
    });
  });

  it("says that a cut archive is not whole", () => {
    const limitExceeded = expect.objectContaining({ code: "LIMIT_EXCEEDED", subject: "large.jar" });
    const cut = fileEntry("large.jar", { size: jar.length });
    expect(() => inspectFile(javaInspector, cut, jar.subarray(0, -1))).toThrow(limitExceeded);
  });

  it("says MALFORMED of a file that only bears the name", () => {
    const entry = fileEntry("x.jar", { size: 4 });
    expect(() => inspectFile(javaInspector, entry, Buffer.from("text"))).toThrow(
      expect.objectContaining({ code: "MALFORMED" }),
    );
  });
});
