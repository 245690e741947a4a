import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parsePacmanDesc } from "../../src/formats/pacman-desc.ts";
import { expectOnlyTypedErrors } from "../support/mutate.ts";
import { sharedFolder } from "../support/shared.ts";

const path = "var/lib/pacman/local/a-1/desc";
const gmp =
  "%NAME%\ngmp\n\n%VERSION%\n6.2.1-2\n\n%BASE%\ngmp\n\n%ARCH%\nx86_64\n\n%LICENSE%\nLGPL3\nGPL\n\n%DEPENDS%\nsh\n";

describe("parsePacmanDesc", () => {
  it("reads a package with its base, architecture and licences", () => {
    expect(parsePacmanDesc(gmp, path)).toEqual({
      name: "gmp",
      version: "6.2.1-2",
      architecture: "x86_64",
      source: { name: "gmp", version: "6.2.1-2" },
      licences: ["LGPL3", "GPL"],
    });
  });

  it("takes a package without base for its own", () => {
    expect(parsePacmanDesc("%NAME%\r\na\r\n\r\n%VERSION%\r\n1:2-3\r\n", path)).toEqual({
      name: "a",
      version: "1:2-3",
      source: { name: "a", version: "1:2-3" },
      licences: [],
    });
  });

  it("reads no field out of the values of another", () => {
    const text = `%DESC%\nabout\n%NAME%\nother\n\n${gmp}`;
    expect(parsePacmanDesc(text, path).name).toBe("gmp");
  });

  it("refuses a file that names no package or no version", () => {
    for (const text of ["", "bogus desc file", "%NAME%\na\n", "%NME%\na\n\n%VER.6-1\n"]) {
      expect(() => parsePacmanDesc(text, path)).toThrow(
        expect.objectContaining({ code: "MALFORMED", subject: path }),
      );
    }
  });

  it("reads the files of real systems, and only breaks on the corrupt ones", ({ skip }) => {
    const folder = sharedFolder("pacman");
    if (folder === undefined) return skip();
    const local = "anchore__syft/arch/installed/var/lib/pacman/local";
    const read = (file: string) => readFileSync(`${folder}/${file}`, "utf8");
    const files = [
      `${local}/gmp-6.2.1-2/desc`,
      `${local}/fuzzy-1.2-3/desc`,
      `${local}/madeup-20.30-4/desc`,
      `${local}/tree-sitter-0.22.6-1/desc`,
      "google__osv-scalibr/pacman/valid_no_dep",
    ];
    const found = files.map((file) => parsePacmanDesc(read(file), file));
    expect(found.map(({ name, version }) => `${name}-${version}`)).toEqual([
      "gmp-6.2.1-2",
      "fuzzy-1.2-3",
      "madeup-20.30-4",
      "tree-sitter-0.22.6-1",
      "libxml2-2.13.5-1",
    ]);
    const corrupt = `${local}/corrupt-0.2.1-3/desc`;
    expect(() => parsePacmanDesc(read(corrupt), corrupt)).toThrow("no name");
    expectOnlyTypedErrors((text) => parsePacmanDesc(text, path), files.map(read));
  });

  it("throws nothing but typed errors", () => {
    expectOnlyTypedErrors((text) => parsePacmanDesc(text, path), [gmp]);
  });
});
