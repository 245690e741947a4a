import { describe, expect, it } from "vitest";
import { parsePortageLicence, parsePortageName } from "../../src/formats/portage-package.ts";
import { expectOnlyTypedErrors } from "../support/mutate.ts";

const parse = (folder: string) => {
  const { name, version } = parsePortageName("cat", folder, "var/db/pkg/cat/x/PF");
  return [name, version];
};

describe("parsePortageName", () => {
  it("finds where the version begins", () => {
    const cases: [string, string, string][] = [
      ["skopeo-1.5.1", "skopeo", "1.5.1"],
      ["Getopt-Long-2.580.0", "Getopt-Long", "2.580.0"],
      ["openssl-3.0.13-r2", "openssl", "3.0.13-r2"],
      ["gtk+-2.24.33-r3", "gtk+", "2.24.33-r3"],
      ["openssh-9.6_p1-r3", "openssh", "9.6_p1-r3"],
      ["foo-1.2.3b_alpha4_pre5-r6", "foo", "1.2.3b_alpha4_pre5-r6"],
      ["ffmpeg-2-3", "ffmpeg-2", "3"],
      ["timezone-data-2024a", "timezone-data", "2024a"],
      ["xf86-video-nv-2.1.22", "xf86-video-nv", "2.1.22"],
    ];
    for (const [folder, name, version] of cases) {
      expect(parse(folder), folder).toEqual([`cat/${name}`, version]);
    }
  });

  it("refuses a folder without a version", () => {
    for (const folder of ["Getopt-Long", "", "-1.0", "a-1.0-rc", "x".repeat(10_000)]) {
      expect(() => parse(folder), folder.slice(0, 20)).toThrow(
        expect.objectContaining({ code: "MALFORMED" }),
      );
    }
  });

  it("throws nothing but typed errors, in bounded time", () => {
    expectOnlyTypedErrors(parse, ["openssl-3.0.13_p1_p2-r2"]);
    const start = performance.now();
    for (const evil of [`a${"-1".repeat(127)}!`, `a-1${".1".repeat(126)}!`]) {
      expect(() => parse(evil)).toThrow();
    }
    expect(performance.now() - start).toBeLessThan(100);
  });
});

describe("parsePortageLicence", () => {
  it("lists each licence once, without groupings and conditions", () => {
    expect(parsePortageLicence("Apache-2.0 BSD BSD-2 CC-BY-SA-4.0 ISC MIT\n")).toEqual([
      "Apache-2.0",
      "BSD",
      "BSD-2",
      "CC-BY-SA-4.0",
      "ISC",
      "MIT",
    ]);
    expect(parsePortageLicence("|| ( GPL-2 LGPL-3 ) ssl? ( openssl ) GPL-2")).toEqual([
      "GPL-2",
      "LGPL-3",
      "openssl",
    ]);
    expect(parsePortageLicence("@GROUP1 @MIT-LIKE\n")).toEqual(["@GROUP1", "@MIT-LIKE"]);
    expect(parsePortageLicence("a ".repeat(1_000_000))).toEqual(["a"]);
  });
});
