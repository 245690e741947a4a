import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseJsonObject } from "../../src/encoding/json.ts";

const parse = (text: string) => parseJsonObject(Buffer.from(text));

describe("parseJsonObject", () => {
  it("reads every JSON object as JSON.parse does", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 })), (value) => {
        const text = JSON.stringify(value, null, 1);
        expect(parse(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it.each([
    ["a key twice", '{"a":1,"a":2}'],
    ["a key twice, once escaped", String.raw`{"a":1,"\u0061":2}`],
    ["a key twice, deep inside", '{"x":[{"y":{"a":1 , "a" : 2}}]}'],
    ["__proto__ twice", '{"__proto__":1,"__proto__":2}'],
    ["a byte order mark", "\ufeff{}"],
    ["trailing data", "{} {}"],
    ["a comment", "{} // x"],
    ["an array", "[]"],
    ["null", "null"],
    ["nothing", ""],
  ])("refuses %s", (_, text) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ code: "MALFORMED" }));
  });

  it("refuses bytes that are not UTF-8", () => {
    const bytes = Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]);
    expect(() => parseJsonObject(bytes)).toThrow(expect.objectContaining({ code: "MALFORMED" }));
  });

  it("takes the same key in two objects, and values that look like keys", () => {
    const text = String.raw`{"a":{"a":"a"},"b":["a","a",":","\"a\":"],"c":"{\"c\":1,\"c\":2}"}`;
    expect(parse(text)).toEqual(JSON.parse(text));
  });

  it("refuses deep nesting", () => {
    const text = (depth: number) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
    expect(parse(text(64))).toBeDefined();
    expect(() => parse(text(65))).toThrow(expect.objectContaining({ code: "LIMIT_EXCEEDED" }));
  });

  it("keeps a key __proto__ from becoming the prototype", () => {
    const value = parse('{"__proto__":{"type":"x"}}');
    expect(value.type).toBeUndefined();
  });

  it("reads four megabytes of quotes and backslashes in a moment", () => {
    const started = performance.now();
    parse(JSON.stringify({ a: '\\"'.repeat(2 ** 20) }));
    expect(performance.now() - started).toBeLessThan(1500);
  });
});
