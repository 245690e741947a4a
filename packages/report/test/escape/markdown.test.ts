import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  escapeMarkdown,
  markdownCode,
  markdownLink,
  markdownProse,
} from "../../src/escape/markdown.ts";
import { textArbitrary } from "../arbitraries.ts";

/** True when GitHub would find something to act on in prose. */
export function isInert(prose: string): boolean {
  return !/[<>*_`[\]|\\~$]|@(?!&#8203;)|&(?!#\d+;)|#(?!\d+;)|:\/\/|www\.|GH-\d/i.test(prose);
}

describe("Prose in Markdown", () => {
  test.each([
    ["@octocat", "&#64;&#8203;octocat"],
    ["fixes #1", "fixes &#35;&#8203;1"],
    ["GH-3", "GH-&#8203;3"],
    ["<b>", "&#60;b&#62;"],
    ["a|b", "a&#124;b"],
    ["https://evil.example", "https:&#8203;//evil.example"],
    ["www.evil.example", "www&#8203;.evil.example"],
    ["- item", "&#45; item"],
    ["1. item", "1&#46; item"],
    ["two\nlines", "two lines"],
    ["Plain words, (really) 4.17.12!", "Plain words, (really) 4.17.12!"],
  ])("%j becomes %j", (text, expected) => {
    expect(escapeMarkdown(text)).toBe(expected);
  });

  test("has no meaning to GitHub, whatever went in", () => {
    fc.assert(
      fc.property(textArbitrary, (text) => {
        const escaped = escapeMarkdown(text);
        expect(isInert(escaped), escaped).toBe(true);
        expect(escaped).not.toMatch(/^[-+=:#>]|^\d+[.)]|\n/);
      }),
      { numRuns: 500 },
    );
  });
});

describe("Code in Markdown", () => {
  test("is a code span where that is safe", () => {
    expect(markdownCode("@acme/web")).toBe("`@acme/web`");
    expect(markdownCode("")).toBe("");
  });

  test("is escaped mark-up where a code span could be left, or imitate a marker", () => {
    expect(markdownCode("a`b|c")).toBe("<code>a&#96;b&#124;c</code>");
    expect(markdownCode("<!-- plimsoll:v1 -->")).not.toContain("<!--");
  });

  test("is closed, whatever went in", () => {
    fc.assert(
      fc.property(textArbitrary, (text) => {
        const code = markdownCode(text);
        const inSpan = /^`[^`|\\<\n]+`$/.test(code);
        const inElement = /^<code>(.*)<\/code>$/s.exec(code);
        expect(inSpan || code === "" || (inElement !== null && isInert(inElement[1]!)), code).toBe(
          true,
        );
      }),
      { numRuns: 500 },
    );
  });
});

test("What our own rules write between backticks is shown as code", () => {
  expect(markdownProse("Add `USER node` before CMD.")).toBe("Add `USER node` before CMD.");
  expect(markdownProse("a ` b")).toBe("a &#96; b");
});

test("A link cannot be left by its address", () => {
  expect(markdownLink("CVE", "https://x.example/a>b)|c d")).toBe(
    "[CVE](<https://x.example/a%3Eb%29%7Cc%20d>)",
  );
  expect(markdownLink("CVE", undefined)).toBe("CVE");
});
