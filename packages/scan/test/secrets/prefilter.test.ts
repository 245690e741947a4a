import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Prefilter } from "../../src/secrets/prefilter.ts";

/** The same by looking at every place for every keyword. */
function search(text: string, keywords: readonly string[]): string[] {
  const found: string[] = [];
  for (let at = 0; at < text.length; at += 1) {
    for (const [number, keyword] of keywords.entries()) {
      if (text.toLowerCase().startsWith(keyword.toLowerCase(), at)) found.push(`${number}@${at}`);
    }
  }
  return found.sort();
}

describe("Prefilter", () => {
  it("finds each keyword wherever it stands, whatever its case", () => {
    const letter = fc.constantFrom(..."abAB_-:.");
    const keyword = fc.array(letter, { minLength: 4, maxLength: 7 }).map((all) => all.join(""));
    const text = fc.array(letter, { maxLength: 60 }).map((all) => all.join(""));
    fc.assert(
      fc.property(
        fc.uniqueArray(keyword, { minLength: 1, maxLength: 8 }),
        text,
        (keywords, around) => {
          const whole = around + keywords[0] + around;
          const found: string[] = [];
          new Prefilter(keywords).search(Buffer.from(whole, "latin1"), (number, at) =>
            found.push(`${number}@${at}`),
          );
          expect(found.sort()).toEqual(search(whole, keywords));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it("finds a keyword of any length up to the last byte", () => {
    for (let before = 0; before < 9; before += 1) {
      const found: number[] = [];
      const bytes = Buffer.from(`${"x".repeat(before)}Token`);
      new Prefilter(["token"]).search(bytes, (_, at) => found.push(at));
      expect(found).toEqual([before]);
    }
  });
});
