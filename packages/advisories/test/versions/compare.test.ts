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
  // Facts of vercmp(8).
  alpm: [
    ["1.0a", "1.0b", "1.0beta", "1.0p", "1.0pre", "1.0rc", "1.0", "1.0.a", "1.0.1"],
    ["1.5.0-1", "1.5.0-2", "1.5.1-1", "1:1.0-1"],
  ],
  // Package Manager Specification, algorithms 3.1 to 3.7.
  portage: [
    [
      "1_alpha1",
      "1_alpha2",
      "1_beta",
      "1_pre2",
      "1_rc3",
      "1",
      "1-r1",
      "1_p1",
      "1b",
      "1b_p1",
      "1.0",
    ],
    ["1.001", "1.01", "1.1", "1.2", "1.10"],
    ["1_rc1_alpha", "1_rc1", "1_rc1_p"],
  ],
  "semver-build": [
    ["1.0.0-rc1", "1.0.0", "1.0.0+0", "1.0.0+2", "1.0.0+10", "1.0.0+a", "1.0.1"],
    ["4.3.1+1", "4.3.1+2", "4.3.1+10"],
  ],
  gem: [["1.0.a.9", "1.0.a10", "1.0.b1", "1.0.0-rc1", "1.0.0.rc2", "1.0", "1.0.1", "1.1.0.beta1"]],
  nuget: [["1.0.0-alpha", "1.0.0-Beta.2", "1.0.0-beta.11", "1.0", "1.0.0.1-rc", "1.0.0.1", "2.0"]],
  composer: [
    ["1.0-dev", "1.0-alpha1", "1.0-b2-dev", "v1.0-beta2", "1.0.0-RC1", "1.0", "1.0-p1", "1.0.1"],
    ["2.4.7-p1", "2.4.7-p10", "2.4.8-beta1"],
  ],
  conan: [["1.0-alpha", "1.0-rc.2", "1.0-rc.10", "1.0", "1.0+1", "1.0+2", "1.0.1", "1.a", "cci.2"]],
  cran: [["0.1-3", "0.1-10", "0.1.10.1", "0.2", "1.0", "1.0.0"]],
  pvp: [["0.11.3.0", "1.0", "1.0.0", "1.0.1", "1.1"]],
  opam: [["2.0.0~beta", "2.0.0~beta3.1", "2.0.0~rc", "2.0.0", "2.0.0-1", "2.0.0+1", "v0.9"]],
  bitnami: [["1.25.0-rc1", "1.25.0", "1.25.0-0", "1.25.0-3", "1.25.0-10", "1.25.1"]],
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
    ["alpm", "0:1.0-1", "1.0-1"],
    ["alpm", "1.5-1", "1.5"],
    ["portage", "1.0-r0", "1.0"],
    ["portage", "1_p", "1_p0"],
    ["semver-build", "v1.2.3+a", "1.2.3+a"],
    ["gem", "1.0.0.a", "1.a"],
    ["gem", "1.0-rc1", "1.0.pre.rc1"],
    ["nuget", "1.0.0.0-RC+x", "1.0-rc"],
    ["composer", "V1.0.0.0-stable", "1.0"],
    ["composer", "1.0.0-b2+build", "1.0beta2"],
    ["conan", "1.0.0", "1"],
    ["cran", "0.01.0", "0.1-0"],
    ["pvp", "1.01", "1.1"],
    ["bitnami", "1.25.0+x", "1.25.0"],
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
    ["alpm", "1.0."],
    ["portage", "1.0rc1"],
    ["semver-build", "1.x"],
    ["gem", "1.15.4-x86_64-linux"],
    ["nuget", "1.2.3.4.5"],
    ["composer", "dev-main"],
    ["composer", "2.x-dev"],
    ["conan", "[>1.0]"],
    ["cran", "1.0a"],
    ["pvp", "1.0-tag"],
    ["opam", "1.0:1"],
    ["bitnami", "latest"],
    ["semver", "1".repeat(10_000)],
  ] as const)("%s: nothing is concluded from %s", (scheme, text) => {
    expect(compareVersions(scheme, text, "1.0")).toBeUndefined();
    expect(compareVersions(scheme, "1.0", text)).toBeUndefined();
  });
});
