import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyEdits } from "../../src/fix/apply-edits.ts";
import { lineEdit } from "../../src/fix/line-edit.ts";
import { patchJson } from "../../src/fix/patch-json.ts";

const json = (text: string) => JSON.parse(text) as unknown;

describe("a merge patch of a JSON text", () => {
  it("keeps the order and the bytes of what it does not name", () => {
    const text = '{\n\t"b" :  [1,\n 2],\n\t"a": {"x": 1 },\n\t"z": null\n}';
    expect(patchJson(text, { a: { y: true } })).toBe(
      '{\n\t"b" :  [1,\n 2],\n\t"a": {\n\t\t"x": 1,\n\t\t"y": true\n\t},\n\t"z": null\n}',
    );
    expect(patchJson(text, { b: null })).toBe('{\n\t"a": {"x": 1 },\n\t"z": null\n}');
    expect(patchJson(text, { z: null })).toBe('{\n\t"b" :  [1,\n 2],\n\t"a": {"x": 1 }\n}');
    expect(patchJson('{"a": 1}', { b: "x" })).toBe('{"a": 1, "b": "x"}');
    expect(patchJson('{"a": "}, {"}', { a: null })).toBe("{}");
    expect(patchJson('{\r\n  "a": 1\r\n}\r\n', { b: { c: 1 } })).toBe(
      '{\r\n  "a": 1,\r\n  "b": {\r\n    "c": 1\r\n  }\r\n}\r\n',
    );
  });

  it("makes an object of nothing, and leaves nothing where nothing is wanted", () => {
    expect(patchJson("", { a: 1 })).toBe('{\n  "a": 1\n}\n');
    expect(patchJson("{}", { a: 1 })).toBe('{\n  "a": 1\n}');
    expect(patchJson("", { a: null })).toBe("");
  });

  it("refuses what is no object, and an object that gives a key twice", () => {
    for (const text of ["[1]", "7", "{", '{"a": 1 // now\n}', '{"a": 1, "a": 2}']) {
      expect(patchJson(text, { b: 1 }), text).toBeUndefined();
    }
  });

  const key = fc.constantFrom("a", "b", "c", 'q"\\', "", "__proto__");
  const value = fc.jsonValue({ maxDepth: 2 }).map((each) => json(JSON.stringify(each)));
  const object = fc.dictionary(key, value, { maxKeys: 5 });
  const indent = fc.constantFrom(undefined, 2, "\t");

  it("says what RFC 7396 says, and a second time changes nothing", () => {
    const merge = (target: unknown, patch: unknown): unknown => {
      if (typeof patch !== "object" || patch === null || Array.isArray(patch)) return patch;
      const isObject = typeof target === "object" && target !== null && !Array.isArray(target);
      const merged = new Map(isObject ? Object.entries(target) : []);
      for (const [name, change] of Object.entries(patch)) {
        if (change === null) merged.delete(name);
        else merged.set(name, merge(merged.get(name), change));
      }
      return Object.fromEntries(merged);
    };
    fc.assert(
      fc.property(object, object, indent, (before, patch, space) => {
        const text = JSON.stringify(before, null, space);
        const patched = patchJson(text, patch)!;
        expect(json(patched)).toEqual(json(JSON.stringify(merge(before, patch))));
        expect(patchJson(patched, patch)).toBe(patched);
      }),
    );
  });

  it("never throws on a text that is not JSON", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[]",:\\ a1\n') }), (text) => {
        const patched = patchJson(text, { a: 1 });
        if (patched !== undefined) expect(json(patched)).toMatchObject({ a: 1 });
      }),
    );
  });
});

describe("an edit of lines", () => {
  it("makes one text of the other", () => {
    const lines = fc.array(fc.constantFrom("a", "b", "", "c\r"), { maxLength: 6 });
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const normal = (text: string) => text.replaceAll("\r", "");
        const [old, now] = [before.join("\n"), after.join("\n")];
        const edit = lineEdit("x", old, now);
        if (edit === undefined) expect(now).toBe(old);
        else expect(normal(applyEdits(old, [edit])!)).toBe(normal(now));
      }),
    );
  });
});
