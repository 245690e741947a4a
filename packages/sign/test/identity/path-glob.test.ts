import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compilePathGlob } from "../../src/identity/path-glob.ts";

describe("a glob", () => {
  it.each([
    ["refs/heads/*", "refs/heads/main", true],
    ["refs/heads/*", "refs/heads/feature/x", false],
    ["refs/heads/**", "refs/heads/feature/x", true],
    ["*", "", true],
    ["a*b*c", "axxbyyc", true],
    ["a*b*c", "axxbyycd", false],
    ["a.c", "abc", false],
    ["**/x", "/x", true],
  ])("%s over %s: %s", (glob, text, expected) => {
    expect(compilePathGlob(glob)(text)).toBe(expected);
  });

  it("agrees with a regular expression made from it", () => {
    const pieces = fc.array(fc.constantFrom("a", "b", "/", "*", "**", "."), { maxLength: 8 });
    const text = fc.string({ unit: fc.constantFrom("a", "b", "/", "."), maxLength: 10 });
    fc.assert(
      fc.property(pieces, text, (parts, subject) => {
        const glob = parts.join("");
        const source = glob
          .split(/(\*+)/)
          .map((part) =>
            part.startsWith("**") ? ".*" : part === "*" ? "[^/]*" : part.replaceAll(".", "\\."),
          )
          .join("");
        expect(compilePathGlob(glob)(subject)).toBe(
          new RegExp(`^(?:${source})$`, "s").test(subject),
        );
      }),
    );
  });

  it("takes no time to speak of for what makes expressions hang", () => {
    expect(compilePathGlob("*a".repeat(200))(`${"a".repeat(2000)}b`)).toBe(false);
  });
});
