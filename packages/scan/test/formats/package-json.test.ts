import { isPlimsollError } from "@plimsoll/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePackageJson } from "../../src/formats/package-json.ts";
import { realFile } from "../support/shared.ts";

function parse(manifest: unknown): ReturnType<typeof parsePackageJson> {
  return parsePackageJson(JSON.stringify(manifest), "x/package.json");
}

describe("parsePackageJson", () => {
  it("reads name, version and licence", () => {
    expect(parse({ name: "@a/b", version: "1.0.0", license: "MIT" })).toEqual({
      name: "@a/b",
      version: "1.0.0",
      licences: ["MIT"],
    });
  });

  it("reads the licence in every shape that npm has known", () => {
    const shapes: [object, string[]][] = [
      [{ license: "(MIT OR Apache-2.0)" }, ["(MIT OR Apache-2.0)"]],
      [{ license: { type: "BSD", url: "https://example.org" } }, ["BSD"]],
      [{ license: ["MIT", { type: "Apache-2.0" }] }, ["MIT", "Apache-2.0"]],
      [{ licenses: [{ type: "MIT" }, { type: "GPL" }, { type: "MIT" }] }, ["MIT", "GPL"]],
      [{ licenses: "MIT" }, ["MIT"]],
      [{ licenses: { name: "MIT" } }, ["MIT"]],
      [{ license: "SEE LICENSE IN LICENCE.txt" }, ["SEE LICENSE IN LICENCE.txt"]],
      [{ license: 7 }, []],
      [{ license: [[], null, {}, { type: 1 }, " "] }, []],
      [{ license: "x".repeat(1000) }, []],
      [{}, []],
    ];
    for (const [shape, licences] of shapes) {
      expect(parse({ name: "a", version: "1", ...shape })?.licences).toEqual(licences);
    }
  });

  it("does not take a file without name or version for a package", () => {
    const none = [
      {},
      { type: "module" },
      { name: "a" },
      { version: "1" },
      { name: "", version: "1" },
      { name: ["a"], version: "1" },
      { name: "a", version: 1 },
    ];
    for (const manifest of none) expect(parse(manifest)).toBeUndefined();
  });

  it("accepts a byte order mark", () => {
    expect(parsePackageJson('\uFEFF{"name":"a","version":"1"}', "p")?.name).toBe("a");
  });

  it("throws MALFORMED, and nothing else, on what is not a JSON object", () => {
    const mutated = fc
      .tuple(fc.nat(40), fc.string({ unit: "binary", maxLength: 3 }))
      .map(([at, bytes]) => {
        const good = '{"name":"a","version":"1","license":{"type":"MIT"}}';
        return good.slice(0, at) + bytes + good.slice(at + 1);
      });
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.json(), mutated), (text) => {
        try {
          const found = parsePackageJson(text, "x");
          expect(found?.name).not.toBe("");
        } catch (error) {
          expect(isPlimsollError(error) && error.code).toBe("MALFORMED");
        }
      }),
      { numRuns: 500 },
    );
    for (const text of ["", "[]", "null", "7", '"x"', "{", "[".repeat(200_000)]) {
      expect(() => parsePackageJson(text, "x")).toThrow(
        expect.objectContaining({ code: "MALFORMED", subject: "x" }),
      );
    }
  });

  it("reads the manifests of real packages", ({ skip }) => {
    const base = "lockfiles/google__osv-scalibr/javascript/packagejson/deps";
    // In those copies of acorn and window-size the name or the version was emptied on purpose.
    const folders = { acorn: undefined, accepts: "accepts", "window-size": undefined };
    for (const [folder, name] of Object.entries(folders)) {
      const text = realFile(`${base}/${folder}/package.json`);
      if (text === undefined) return skip();
      expect(parsePackageJson(text, folder)?.name).toBe(name);
    }
  });
});
