import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stripJsonComments } from "../../src/devcontainer/strip-comments.ts";
import { auditDevContainer, parseDevContainer } from "../../src/index.ts";

describe("a devcontainer.json", () => {
  it("may hold comments and commas at the end, and keeps its places", () => {
    const text = '{ // a "comment"\n\t/* "image": "x",\n */ "image": "a//b:1", /* , */ }';
    expect(parseDevContainer(text)).toMatchObject({
      image: { value: "a//b:1", line: 3, column: 14 },
      incomplete: [],
    });
  });

  it("is waived by a comment above the line", () => {
    const text =
      '{\n// plimsoll ignore=devcontainer-privileged nested engine\n"privileged": true }';
    const said = auditDevContainer(text).findings.find(
      ({ rule }) => rule === "devcontainer-privileged",
    );
    expect(said).toMatchObject({ status: "suppressed", location: { line: 3 } });
  });

  it("means the same as JSON without its comments, whatever the JSON", () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(3), (json, indent) => {
        const pretty = JSON.stringify(JSON.parse(json), undefined, indent);
        const stripped = stripJsonComments(`// "x"\n${pretty}/* end`);
        expect(stripped).toHaveLength(pretty.length + 13);
        expect(JSON.parse(stripped)).toEqual(JSON.parse(json));
      }),
    );
  });

  it("is read without a fault of ours, whatever it holds", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        const { findings } = auditDevContainer(text);
        expect(findings.length).toBeGreaterThan(0);
      }),
    );
    for (const text of [
      "[".repeat(40_000),
      "//".repeat(40_000),
      `${'"'.repeat(40_000)}`,
      "{,".repeat(40_000),
    ]) {
      expect(auditDevContainer(text).incomplete.length).toBeGreaterThan(0);
    }
  });
});
