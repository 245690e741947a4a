import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatSignStatement, parseStatement } from "../../src/cosign/statement.ts";

const digest = `sha256:${"ab".repeat(32)}`;
const parse = (value: unknown) => parseStatement(Buffer.from(JSON.stringify(value)));
const valid = {
  _type: "https://in-toto.io/Statement/v0.1",
  subject: [{ digest: { sha256: "ab".repeat(32) } }],
  predicateType: "https://spdx.dev/Document",
};

describe("the statement of a signature", () => {
  it("is, byte for byte, what cosign 3 signs", () => {
    expect(formatSignStatement(digest, { foo: "bar" }).toString()).toBe(
      `{"_type":"https://in-toto.io/Statement/v1","subject":[{"digest":{"sha256":"${"ab".repeat(32)}"},"annotations":{"foo":"bar"}}],"predicateType":"https://sigstore.dev/cosign/sign/v1","predicate":{}}`,
    );
  });

  it("is the same for the same annotations in any order, and reads back", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string()), (annotations) => {
        const reversed = Object.fromEntries(Object.entries(annotations).reverse());
        const bytes = formatSignStatement(digest, annotations);
        expect(formatSignStatement(digest, reversed)).toEqual(bytes);
        expect(parseStatement(bytes).subjectDigests).toEqual([digest]);
      }),
    );
  });

  it("may be of version 0.1 or 1, and needs a subject and a predicate type", () => {
    expect(parse(valid)).toEqual({ predicateType: valid.predicateType, subjectDigests: [digest] });
    for (const change of [
      { _type: "https://in-toto.io/Statement/v2" },
      { subject: [] },
      { subject: {} },
      { predicateType: undefined },
      { predicateType: "" },
    ]) {
      expect(() => parse({ ...valid, ...change })).toThrow(
        expect.objectContaining({ code: "MALFORMED" }),
      );
    }
  });

  it("covers nothing by a weak digest", () => {
    const subject = [{ digest: { sha1: "ab".repeat(20) } }, 7, null, { digest: [] }];
    expect(parse({ ...valid, subject }).subjectDigests).toEqual([]);
  });
});
