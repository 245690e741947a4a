import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseManifest } from "../../src/java/manifest.ts";

describe("parseManifest", () => {
  it("reads the main section whatever its line ends and the case of its names", () => {
    for (const end of ["\n", "\r\n"]) {
      const lines = ["Manifest-Version: 1.0", "IMPLEMENTATION-version: 1.2 ", "Bundle-Version:3"];
      expect([...parseManifest(lines.join(end) + end)]).toEqual([
        ["implementation-version", "1.2"],
        ["bundle-version", "3"],
      ]);
    }
  });

  it("joins lines that were broken, and only those of the attribute itself", () => {
    const manifest = parseManifest(
      "Bundle-SymbolicName: com.exam\n ple.name;singlet\n on:=true\nExport-Package: a\n b\nBundle-Version: 1\n .2\n",
    );
    expect(manifest.get("bundle-symbolicname")).toBe("com.example.name;singleton:=true");
    expect(manifest.get("bundle-version")).toBe("1.2");
  });

  it("ends with the main section: what follows speaks of single files", () => {
    const text = "Manifest-Version: 1.0\n\nName: a/\nImplementation-Version: 9\n";
    expect(parseManifest(text).size).toBe(0);
  });

  it("takes the first of two, and leaves out everything that identifies nothing", () => {
    const text = "Bundle-Version: 1\nBundle-Version: 2\n 3\nBuilt-By: somebody\n";
    expect([...parseManifest(text)]).toEqual([["bundle-version", "1"]]);
  });

  it("bounds values, and never throws", () => {
    const long = parseManifest(`Bundle-Version: 1${"\n 1".repeat(100_000)}`).get("bundle-version");
    expect(long!.length).toBeLessThan(5000);
    const line = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("Bundle-Version: 1", " continued", ":", "", " ", "Name: a"),
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        for (const value of parseManifest(lines.join("\n")).values()) {
          expect(value).toBe(value.trim());
        }
      }),
    );
  });
});
