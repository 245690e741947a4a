import { describe, expect, it } from "vitest";
import { compareVersions, type VersionScheme } from "../../src/index.ts";

/** Each line in ascending order. */
const ascending: Record<VersionScheme, string[][]> = {
  dpkg: [
    ["1.0~rc1-1", "1.0-1", "1.0-1+b1", "1.0-1+deb12u1", "1.0.1-1", "1:0.1-1"],
    ["7.88.1-10+deb12u3", "7.88.1-10+deb12u4", "7.88.1-10+deb12u10"],
  ],
  apk: [
    [
      "1.2.3_alpha",
      "1.2.3_beta1",
      "1.2.3_rc2",
      "1.2.3",
      "1.2.3-r1",
      "1.2.3-r10",
      "1.2.3_p1",
      "1.2.3a",
    ],
    ["9.7_p1-r4", "9.8_p1-r0", "10.0_p1-r0"],
  ],
  semver: [["1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0", "1.0.1"]],
  go: [
    [
      "v0.0.0-20210101000000-abcdefabcdef",
      "v0.0.0-20220906165146-f3363e06e74c",
      "v0.1.0",
      "v0.17.0",
    ],
    ["go1.21rc2", "go1.21", "go1.21.3", "1.22.0-0", "go1.22.0"],
  ],
  pep440: [
    ["1.0.dev1", "1.0a1", "1.0b2", "1.0rc1", "1.0", "1.0+local", "1.0.post1", "1.1", "1!0.1"],
  ],
  maven: [
    ["1.0-alpha-1", "1.0-beta-1", "1.0-M2", "1.0-rc1", "1.0-SNAPSHOT", "1.0", "1.0-sp", "1.0.1"],
    ["5.2.19.RELEASE", "5.2.20.RELEASE", "5.3.0"],
  ],
  rpm: [["1.0~rc1-1", "1.0-1.el9", "1.0-1.el9_4", "1.0^git1-1", "1.0.1-1", "1:0.9-1"]],
};

describe.each(Object.entries(ascending))("versions of %s", (scheme, lists) => {
  it.each(lists)("are ordered from %s on", (...versions) => {
    for (const [index, version] of versions.entries()) {
      for (const newer of versions.slice(index + 1)) {
        const order = compareVersions(scheme as VersionScheme, version, newer);
        expect(order, `${version} < ${newer}`).toBeLessThan(0);
      }
    }
  });
});

describe("versions that are written differently", () => {
  it.each([
    ["dpkg", "0:1.0-1", "1.0-1"],
    ["pep440", "1.0", "1.0.0"],
    ["pep440", "1.0-alpha.1", "1.0a1"],
    ["maven", "1.0", "1.0.0.Final"],
    ["semver", "v1.2.3+build", "1.2.3"],
    ["go", "v2.0.0+incompatible", "2.0.0"],
    ["rpm", "0:1.0-1", "1.0-1"],
  ] as const)("%s: %s equals %s", (scheme, a, b) => {
    expect(compareVersions(scheme, a, b)).toBe(0);
  });
});

describe("texts that are no versions", () => {
  it.each([
    ["dpkg", "1.0 beta"],
    ["dpkg", "a:1.0"],
    ["apk", "latest"],
    ["semver", "*"],
    ["go", "(devel)"],
    ["pep440", "0.1-charmander"],
    ["maven", "1.0 beta"],
    ["rpm", ""],
    ["semver", "1".repeat(10_000)],
  ] as const)("%s: nothing is concluded from %s", (scheme, text) => {
    expect(compareVersions(scheme, text, "1.0")).toBeUndefined();
    expect(compareVersions(scheme, "1.0", text)).toBeUndefined();
  });
});
