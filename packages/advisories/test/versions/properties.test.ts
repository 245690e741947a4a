import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareVersions, type VersionScheme, versionSchemes } from "../../src/index.ts";

const part = fc.constantFrom(
  "0",
  "00",
  "1",
  "01",
  "2",
  "9",
  "10",
  "123456789012345678901234567890",
);
const numbers = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("."));

function suffixed(...suffixes: string[]) {
  return fc
    .tuple(numbers, fc.array(fc.constantFrom(...suffixes), { maxLength: 3 }))
    .map(([text, tail]) => text + tail.join(""));
}

/** Versions that are alike enough to meet every rule of their scheme. */
const versions: Record<VersionScheme, fc.Arbitrary<string>> = {
  dpkg: suffixed("-1", "~rc1", "+b1", "~", "a", "Z", ".", "+", "-0", "+deb12u1"),
  apk: fc
    .tuple(
      numbers,
      fc.constantFrom("", "a", "b", "p1"),
      fc.array(fc.constantFrom("_alpha", "_rc1", "_p", "_p2", "_git20240101"), { maxLength: 2 }),
      fc.constantFrom("", "-r0", "-r1", "-r10"),
    )
    .map((parts) => parts.flat().join("")),
  semver: fc
    .tuple(numbers, fc.constantFrom("", "-1", "-a", "-a.1", "-1.a", "-rc.10", "-rc.9", "-A", "+b"))
    .map((parts) => parts.join("")),
  go: fc.oneof(
    fc
      .tuple(
        numbers,
        fc.constantFrom("", "-0.20230101000000-abcdefabcdef", "-rc1", "+incompatible"),
      )
      .map(([text, tail]) => `v${text}${tail}`),
    fc.constantFrom("go1.21", "go1.21rc2", "go1.21.3", "1.21.0-0"),
  ),
  pep440: fc
    .tuple(
      fc.constantFrom("", "1!"),
      numbers,
      fc.constantFrom("", "a1", "b", "rc10", ".alpha2"),
      fc.constantFrom("", ".post1", "-2", "post"),
      fc.constantFrom("", ".dev0", "dev3"),
      fc.constantFrom("", "+local", "+1", "+1.a"),
    )
    .map((parts) => parts.join("")),
  // Without qualifiers behind a dot: Maven's own rule for those is not transitive.
  maven: suffixed("-alpha", "-1", "-sp", "-ga", "-x", "-y", "a1", "-0", "rc", "-RELEASE", "-RC2"),
  // With a release: a missing one equals every release.
  alpm: fc
    .tuple(
      fc.constantFrom("", "0:", "1:"),
      suffixed("a", "rc1", ".a", "_1", "..2", "+git"),
      fc.constantFrom("-1", "-2", "-1.1", "-10"),
    )
    .map((parts) => parts.join("")),
  portage: fc
    .tuple(
      numbers,
      fc.constantFrom("", "a", "b"),
      fc.array(fc.constantFrom("_alpha", "_rc1", "_p", "_p2", "_pre20240101"), { maxLength: 2 }),
      fc.constantFrom("", "-r0", "-r1", "-r10"),
    )
    .map((parts) => parts.flat().join("")),
  "semver-build": fc
    .tuple(
      numbers,
      fc.constantFrom("", "-1", "-a", "-a.1", "-rc.10"),
      fc.constantFrom("", "+", "+0", "+1", "+10", "+a", "+1.a"),
    )
    .map((parts) => parts.join("")),
  gem: suffixed(".a", ".b1", ".rc", ".1", ".0", "a", "Z", "-rc1", "-1")
    .map((text) => `1.${text}`)
    .filter((text) => text.split("-").length <= 2),
  nuget: fc
    .tuple(numbers, fc.constantFrom("", "-1", "-a", "-A.1", "-rc.10", "-RC.9", "-a-b", "+b"))
    .map((parts) => parts.join("")),
  composer: fc
    .tuple(
      fc.constantFrom("", "v", "V"),
      numbers,
      fc.constantFrom("", "-alpha", "b2", "-RC1", ".rc.10", "-p1", "-patch", "-stable", "_a1.2"),
      fc.constantFrom("", "-dev", "dev"),
      fc.constantFrom("", "+build"),
    )
    .map((parts) => parts.join("")),
  // Without words among the main parts: Conan's own rule for those is not transitive.
  conan: fc
    .tuple(
      numbers,
      fc.constantFrom("", "-a", "-a.1", "-rc.10", "-rc.9", "-a-b"),
      fc.constantFrom("", "+1", "+10", "+1.0", "+1.2"),
    )
    .map((parts) => parts.join("")),
  cran: fc.tuple(numbers, fc.constantFrom("", "-1", "-01", "-10.2")).map((parts) => parts.join("")),
  pvp: numbers,
  opam: suffixed("-1", "~rc1", "+b1", "~", "a", "Z", ".", "+", "-0", "_2"),
  bitnami: fc
    .tuple(numbers, fc.constantFrom("", "-0", "-1", "-10", "-2.1", "-8-g1", "-rc1", "+b"))
    .map((parts) => parts.join("")),
  rpm: fc
    .tuple(
      fc.constantFrom("", "0:", "1:", "10:"),
      suffixed("~", "^", "a", "rc1", "~git1", "_", "B", "^2"),
      fc.constantFrom("", "-1", "-1.el9", "-2.el9_4"),
    )
    .map((parts) => parts.join("")),
};

describe.each(versionSchemes)("the order of %s", (scheme) => {
  const version = versions[scheme];
  const compare = (a: string, b: string) => {
    const result = compareVersions(scheme, a, b);
    expect(result, `${a} ? ${b}`).toBeTypeOf("number");
    return Math.sign(result!);
  };

  it("calls a version equal to itself", () => {
    fc.assert(
      fc.property(version, (a) => {
        expect(compare(a, a)).toBe(0);
      }),
    );
  });

  it("says the opposite when the versions are swapped", () => {
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(compare(a, b) + compare(b, a)).toBe(0);
      }),
    );
  });

  it("is transitive", () => {
    fc.assert(
      fc.property(version, version, version, (...three) => {
        const [a, b, c] = three.sort(compare) as [string, string, string];
        expect(compare(a, b)).toBeLessThanOrEqual(0);
        expect(compare(b, c)).toBeLessThanOrEqual(0);
        expect(compare(a, c), `${a} | ${b} | ${c}`).toBeLessThanOrEqual(0);
        // Equal versions stand in the same relation to every other version.
        if (compare(a, b) === 0) expect(compare(a, c)).toBe(compare(b, c));
      }),
      { numRuns: 2_000 },
    );
  });

  it("answers for any text without throwing, and never takes long", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), version, (noise, other) => {
        expect(["number", "undefined"]).toContain(typeof compareVersions(scheme, noise, other));
      }),
    );
    const start = performance.now();
    for (const piece of [
      "1",
      "1.",
      "a",
      "-",
      "~",
      "_p",
      "1a",
      ".0",
      "-r1",
      "+a",
      "_p1",
      "-a",
      ".a",
    ]) {
      compareVersions(scheme, piece.repeat(100_000), "1.0");
      compareVersions(
        scheme,
        `1${piece.repeat(500 / piece.length)}`,
        `1${piece.repeat(500 / piece.length)}!`,
      );
    }
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});
