import fc from "fast-check";
import { expect, it } from "vitest";
import { isTypo } from "../../src/text/typo.ts";

it("two names are taken for a misspelling of each other when one slip of the fingers tells them apart", () => {
  expect(isTypo("VERSION", "VERSOIN")).toBe(true);
  expect(isTypo("VERSION", "VERSIO")).toBe(true);
  expect(isTypo("VERSION", "VERSSION")).toBe(true);
  expect(isTypo("VERSION", "VARSION")).toBe(true);
  expect(isTypo("VERSION", "VERSION")).toBe(false);
  expect(isTypo("VERSION", "REVISION")).toBe(false);
  expect(isTypo("PATH1", "PATH2")).toBe(false);
  expect(isTypo("AB", "AC")).toBe(false);
});

it("which of two names comes first does not matter", () => {
  const name = fc.stringMatching(/^[a-c]{3,7}$/);
  fc.assert(
    fc.property(name, name, (one, other) => {
      const long = one.length >= 4 && other.length >= 4;
      if (long) expect(isTypo(one, other)).toBe(isTypo(other, one));
    }),
  );
});
