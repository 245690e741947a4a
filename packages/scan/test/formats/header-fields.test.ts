import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseHeaderFields } from "../../src/formats/header-fields.ts";

const wanted = new Set(["name", "version", "classifier"]);

function parse(text: string): Record<string, readonly string[]> {
  return Object.fromEntries(parseHeaderFields(text, wanted));
}

describe("parseHeaderFields", () => {
  it("reads the fields asked for, whatever the case of their names, and no others", () => {
    expect(parse("NAME: a\nversion:1\nSummary: s\n")).toEqual({ name: ["a"], version: ["1"] });
  });

  it("keeps every value of a repeated field in order", () => {
    expect(parse("Classifier: a\nName: n\nClassifier: b")).toEqual({
      classifier: ["a", "b"],
      name: ["n"],
    });
  });

  it("joins folded lines to the value above them", () => {
    expect(parse("Name:\n  a\n\tb\nSummary: x\n  y\nVersion: 1")).toEqual({
      name: ["\na\nb"],
      version: ["1"],
    });
  });

  it("stops at the first empty line after a field: what follows is text", () => {
    expect(parse("\n\nName: a\r\n\r\nVersion: 1")).toEqual({ name: ["a"] });
  });

  it("passes over a byte order mark and lines that are no fields", () => {
    expect(parse("\uFEFFName: a\nno field\nVersion: 1")).toEqual({ name: ["a"], version: ["1"] });
  });

  it("finds what was written, for any values on one line", () => {
    const value = fc.string({ unit: "grapheme" }).filter((text) => !/[\r\n]/.test(text));
    fc.assert(
      fc.property(value, value, (name, version) => {
        expect(parse(`Other: x\nName: ${name}\n y\nVersion:${version}\n`)).toEqual({
          name: [`${name.trim()}\ny`],
          version: [version.trim()],
        });
      }),
    );
  });

  it("reads hostile text in bounded time and memory", () => {
    const folded = `Name: a\n${" x\n".repeat(1_000_000)}`;
    expect(parse(folded).name?.[0]?.length).toBeLessThanOrEqual(4096);
    expect(parse("Classifier: c\n".repeat(500_000)).classifier).toHaveLength(1000);
    expect(parse("a".repeat(5_000_000))).toEqual({});
  });
});
