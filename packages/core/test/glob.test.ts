import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileGlob } from "../src/glob.ts";

describe("A path pattern", () => {
  test.each([
    ["usr/bin/su", "usr/bin/su", true],
    ["usr/bin/su", "usr/bin/sudo", false],
    ["usr/*", "usr/lib/x/y.so", true],
    ["*/package.json", "app/node_modules/a/package.json", true],
    ["app/*/test/*.js", "app/node_modules/x/test/a.js", true],
    ["app/*/test/*.js", "app/test/a.js", false],
    ["a*a", "a", false],
    ["*", "", true],
    ["a.c", "abc", false],
    ["*abab*c", "abaabab-c", true],
  ])("%s on %s gives %s", (pattern, text, expected) => {
    expect(compileGlob(pattern)(text)).toBe(expected);
  });

  test("agrees with the obvious regular expression", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", "*"), maxLength: 8 });
    const text = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 12 });
    fc.assert(
      fc.property(letters, text, (pattern, path) => {
        const regex = new RegExp(`^${pattern.replaceAll("*", ".*")}$`, "s");
        expect(compileGlob(pattern)(path)).toBe(regex.test(path));
      }),
      { numRuns: 500 },
    );
  });

  test("takes time linear in a path made to be slow", () => {
    const matches = compileGlob(`${"*aaaaaaaaaaaaaaaaaaab".repeat(50)}*c`);
    const matchMs = (length: number) => {
      const path = "a".repeat(length);
      const start = performance.now();
      expect(matches(path)).toBe(false);
      return performance.now() - start;
    };
    matchMs(100_000);
    // Backtracking would take longer than the universe is old; a linear search takes milliseconds.
    expect(matchMs(2_000_000)).toBeLessThan(2_000);
  });
});
