import { describe, expect, it } from "vitest";
import { parseRDescription } from "../../src/formats/r-description.ts";
import { expectOnlyTypedErrors } from "../support/mutate.ts";
import { realFile } from "../support/shared.ts";

const installed =
  "Package: digest\nVersion: 0.6.31\nLicense: GPL (>= 2)\nBuilt: R 4.2.2; ; ; unix\n";

describe("parseRDescription", () => {
  it("reads an installed package", () => {
    expect(parseRDescription(installed, "x")).toEqual({
      name: "digest",
      version: "0.6.31",
      licences: ["GPL (>= 2)"],
    });
  });

  it("joins a licence that R wrapped", () => {
    const wrapped = installed.replace("GPL (>= 2)", "GPL-2 |\n    file LICENSE");
    expect(parseRDescription(wrapped, "x")?.licences).toEqual(["GPL-2 | file LICENSE"]);
  });

  it("does not take a source tree for an installed package", () => {
    expect(parseRDescription("Package: a\nVersion: 1\n", "x")).toBeUndefined();
    expect(parseRDescription("any text", "x")).toBeUndefined();
  });

  it("throws MALFORMED on an installed package without name or version", () => {
    for (const text of ["Package: a\nBuilt: R 4", "Version: 1\nBuilt: R 4", "Built: R 4"]) {
      expect(() => parseRDescription(text, "x")).toThrow(
        expect.objectContaining({ code: "MALFORMED", subject: "x" }),
      );
    }
  });

  it("reads the real description of an installed package, and passes over that of a source", ({
    skip,
  }) => {
    const base = realFile("r-perl-lua-wordpress/anchore__syft/r/installed/base/DESCRIPTION");
    const source = realFile("r-perl-lua-wordpress/anchore__syft/r/DESCRIPTION");
    if (base === undefined || source === undefined) return skip();
    expect(parseRDescription(base, "x")).toMatchObject({ name: "base", version: "4.3.0" });
    expect(parseRDescription(source, "x")).toBeUndefined();
    expectOnlyTypedErrors((text) => parseRDescription(text, "x"), [base]);
  });

  it("throws typed errors only, however the description is damaged", () => {
    expectOnlyTypedErrors((text) => parseRDescription(text, "x"), [installed]);
  });
});
