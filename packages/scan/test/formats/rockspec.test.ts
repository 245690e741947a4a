import { describe, expect, it } from "vitest";
import { readRockspecLicence } from "../../src/formats/rockspec.ts";
import { expectOnlyTypedErrors } from "../support/mutate.ts";
import { realFile } from "../support/shared.ts";

describe("readRockspecLicence", () => {
  it("finds the licence where it is a literal", () => {
    expect(readRockspecLicence('description = {\n  license = "MIT/X11",\n}')).toEqual(["MIT/X11"]);
    expect(readRockspecLicence("description={summary='x',license='MIT'}")).toEqual(["MIT"]);
  });

  it("finds none where it is computed or missing", () => {
    for (const text of ["", "license = name", "x_license = 'a'", 'license = "a\nb"', "\0"]) {
      expect(readRockspecLicence(text)).toEqual([]);
    }
  });

  it("reads real rockspecs", ({ skip }) => {
    const expected = {
      "kong-3.7.0-0": "Apache 2.0",
      "lpeg-1.0.2-1": "MIT/X11",
      "luasyslog-2.0.1-1": "MIT/X11",
      "build-first-1.0-1": "MIT",
    };
    for (const [rock, licence] of Object.entries(expected)) {
      const text = realFile(`r-perl-lua-wordpress/anchore__syft/lua/rockspec/${rock}.rockspec`);
      if (text === undefined) return skip();
      expect(readRockspecLicence(text)).toEqual([licence]);
    }
  });

  it("never throws, and reads hostile text in bounded time", () => {
    expectOnlyTypedErrors(readRockspecLicence, ["description = { license = 'MIT' }"]);
    expect(readRockspecLicence(`license = 'x`.repeat(1_000_000))).toHaveLength(1);
    expect(readRockspecLicence(`license = "${"x".repeat(1_000_000)}`)).toEqual([]);
  });
});
