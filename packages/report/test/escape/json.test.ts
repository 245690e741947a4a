import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatJson } from "../../src/escape/json.ts";

describe("formatJson", () => {
  it("writes what would steer a terminal as escapes", () => {
    expect(formatJson("a\u009b2J\u202eb\u2028c\u{e0041}")).toBe(
      '"a\\u009b2J\\u202eb\\u2028c\\udb40\\udc41"\n',
    );
  });

  it("never changes the value", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({ unit: "binary" }), (value, text) => {
        const both = { value, text, [text]: value };
        expect(JSON.parse(formatJson(both))).toEqual(JSON.parse(JSON.stringify(both)));
      }),
    );
  });
});
