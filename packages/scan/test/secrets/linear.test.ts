import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { detectors } from "../../src/secrets/detectors/list.ts";
import { judgePattern } from "../../src/secrets/pattern/linear.ts";

describe("judgePattern", () => {
  it("proves every detector's pattern", () => {
    for (const { id, pattern, flags = "" } of detectors) {
      expect(judgePattern(pattern, flags), id).toMatchObject({ ok: true });
    }
  });

  it("needs no more than bounded repeats in our own patterns", () => {
    for (const { id, pattern } of detectors) {
      const outsideClasses = pattern.replace(/\\./g, "").replace(/\[[^\]]*\]/g, "");
      expect(outsideClasses, id).not.toMatch(/[*+]|\{\d+,\}/);
    }
  });

  it.each([
    ["(?:a+)+b", /repeated/],
    ["(a|a)*b", /repeated/],
    ["(?:a{1,50}){1,50}b", /too long/],
    ["a*a*b", /too long/],
    ["\\w+\\d+x", /too long/],
    [".*,.*,.*,x", /too long/],
    ["(?:a?){30}a{30}", /too long/],
    ["(?=a)b", /look-around/],
    ["(?<!a)b", /look-around/],
    ["(?<name>a)", /look-around or has a name/],
    ["(a)\\1", /back-reference/],
    ["\\p{L}", /not supported/],
    ["é", /ASCII/],
    ["(a", /not closed/],
    ["a)", /closes nothing/],
    ["[a", /not closed/],
    ["+a", /repeats nothing/],
    ["a{2,1}", /upside down/],
    ["a{x}", /no repeat/],
  ])("refuses %s, and says why", (pattern, why) => {
    const judgement = judgePattern(pattern);
    expect(judgement.ok).toBe(false);
    expect(judgement).toMatchObject({ why: expect.stringMatching(why) });
  });

  it.each(["a{1,9}b", "acme_([A-Za-z0-9]{20,40})\\b", "[^\\s@]+@[a-z]{2,9}", "(?:ab|cd)?e{3}"])(
    "accepts %s",
    (pattern) => {
      expect(judgePattern(pattern).ok).toBe(true);
    },
  );

  it("never throws, and accepts only what JavaScript accepts", () => {
    const piece = fc.constantFrom(..."ab(?:)|[]^$*+?{}1,2\\dwsb.-é");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const pattern = pieces.join("");
        if (judgePattern(pattern).ok) expect(() => new RegExp(pattern)).not.toThrow();
      }),
      { numRuns: 3_000 },
    );
  });

  it("agrees with what JavaScript matches at the start of a pattern", () => {
    const piece = fc.constantFrom(
      "a",
      "b",
      "[ab]",
      "[^a]",
      "\\d",
      "(?:a|b)",
      "a?",
      "b{0,2}",
      "a|b",
    );
    const byte = fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code));
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 5 }), byte, byte, (pieces, x, y) => {
        const pattern = pieces.join("");
        const judgement = judgePattern(pattern);
        const match = new RegExp(`^(?:${pattern})`).exec(x + y);
        if (!judgement.ok || match === null || match[0] === "") return;
        const code = x.charCodeAt(0);
        expect((judgement.first[code >> 5]! >>> (code & 31)) & 1).toBe(1);
      }),
      { numRuns: 2_000 },
    );
  });
});
