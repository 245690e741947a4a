import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isIgnored, parseDockerignore } from "../../src/dockerfile/dockerignore.ts";

const ignores = (text: string, path: string) => isIgnored(parseDockerignore(text), path);

describe("a .dockerignore", () => {
  it("leaves out what a pattern matches, and what lies below", () => {
    expect(ignores("node_modules", "node_modules")).toBe(true);
    expect(ignores("/node_modules/", "./node_modules/a/b.js")).toBe(true);
    expect(ignores("node_modules", "src/node_modules")).toBe(false);
    expect(ignores("*.md", "README.md")).toBe(true);
    expect(ignores("*.md", "docs/README.md")).toBe(false);
    expect(ignores("*/temp*", "a/temporary.txt")).toBe(true);
    expect(ignores("temp?", "tempa")).toBe(true);
    expect(ignores("temp?", "temp")).toBe(false);
  });

  it("matches any number of folders with two asterisks", () => {
    expect(ignores("**/*.go", "a.go")).toBe(true);
    expect(ignores("**/*.go", "a/b/c.go")).toBe(true);
    expect(ignores("a/**/z", "a/z")).toBe(true);
    expect(ignores("a/**/z", "a/b/c/z/y")).toBe(true);
    expect(ignores("**", "x")).toBe(true);
  });

  it("lets the last line that matches decide", () => {
    const text = "*.md\n!README*.md\nREADME-secret.md";
    expect(ignores(text, "CHANGELOG.md")).toBe(true);
    expect(ignores(text, "README.md")).toBe(false);
    expect(ignores(text, "README-secret.md")).toBe(true);
  });

  it("knows comments, sets of characters, escapes and Windows' line ends", () => {
    expect(ignores("# a\r\na\r\n", "a")).toBe(true);
    expect(ignores("# a", "# a")).toBe(false);
    expect(ignores("[a-c]x", "bx")).toBe(true);
    expect(ignores("[^a-c]x", "bx")).toBe(false);
    expect(ignores("\\*x", "*x")).toBe(true);
    expect(ignores("\\*x", "ax")).toBe(false);
    expect(ignores("../x", "x")).toBe(true);
  });

  it("decides whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (text, path) => {
        expect(typeof ignores(text, path)).toBe("boolean");
      }),
    );
    const plain = fc.stringMatching(/^[a-z]{1,5}(?:\/[a-z]{1,5}){0,4}$/);
    fc.assert(
      fc.property(plain, plain, (path, other) => {
        expect(ignores(path, `${path}/${other}`)).toBe(true);
        expect(ignores(`**\n!${path}`, path)).toBe(false);
      }),
    );
  });
});
