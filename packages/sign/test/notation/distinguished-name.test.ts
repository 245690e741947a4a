import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isSubset, parseIdentities, toSubject } from "../../src/notation/distinguished-name.ts";
import { formatName } from "../../src/x509/name.ts";

const parse = (identity: string) => {
  const subjects = parseIdentities([identity]);
  if (subjects === "*") throw new Error("not a name");
  return Object.fromEntries(subjects[0]!);
};

describe("identities of a trust policy", () => {
  it("are distinguished names, blanks around separators included", () => {
    expect(parse("x509.subject: C=US, ST=WA , O=Acme")).toEqual({ C: "US", ST: "WA", O: "Acme" });
    expect(parse("c=US;st=WA;o=Acme;2.5.4.97=x")).toMatchObject({ C: "US", "2.5.4.97": "x" });
  });

  it("[refusal 51] keep an escaped comma inside of its value", () => {
    expect(parse("C=US,ST=WA,O=Acme\\, Inc.\\ ")).toEqual({ C: "US", ST: "WA", O: "Acme, Inc. " });
    expect(parse("C=US,ST=WA,O=\\53alt\\c3\\a9\\=")).toMatchObject({ O: "Salté=" });
  });

  it("[refusal 51] take S for ST, and refuse both together", () => {
    expect(parse("C=US,S=WA,O=Acme")).toEqual({ C: "US", ST: "WA", O: "Acme" });
    expect(() => parse("C=US,S=WA,ST=OR,O=Acme")).toThrow("ST twice");
  });

  it.each([
    ["[refusal 51] a multi-valued RDN", "C=US,ST=WA,O=Acme+OU=Ships"],
    ["no country", "ST=WA,O=Acme"],
    ["no state", "C=US,O=Acme"],
    ["no organization", "C=US,ST=WA"],
    ["an empty organization", "C=US,ST=WA,O="],
    ["an attribute twice", "C=US,ST=WA,O=Acme,O=Evil"],
    ["a value in quotes", 'C=US,ST=WA,O="Acme"'],
    ["a value in hexadecimal", "C=US,ST=WA,O=#0c0441636d65"],
    ["a comma at the end", "C=US,ST=WA,O=Acme,"],
    ["a backslash at the end", "C=US,ST=WA,O=Acme\\"],
    ["bytes that are not UTF-8", "C=US,ST=WA,O=\\ff"],
    ["nothing", ""],
  ])("refuse %s", (_, identity) => {
    expect(() => parseIdentities([identity])).toThrow(
      expect.objectContaining({ code: "INVALID_CONFIG" }),
    );
  });

  it("refuse two that one certificate could answer to", () => {
    const wide = "C=US,ST=WA,O=Acme";
    expect(() => parseIdentities([wide, `${wide},OU=Ships`])).toThrow("overlap");
    expect(() => parseIdentities([wide, "O=Acme,ST=WA,C=US"])).toThrow("overlap");
    expect(() => parseIdentities([wide, "*"])).toThrow("beside it");
    expect(parseIdentities([wide, "C=US,ST=WA,O=Other"])).toHaveLength(2);
  });

  it("match exactly, never a part of a value", () => {
    const [identity] = parseIdentities(["C=US,ST=WA,O=Acme"]) as ReadonlyMap<string, string>[];
    const subject = (o: string) => new Map([...identity!, ["CN", "x"], ["O", o]]);
    expect(isSubset(identity!, subject("Acme"))).toBe(true);
    for (const other of ["acme", "Acme ", "Acme, Inc.", "Аcme"]) {
      expect(isSubset(identity!, subject(other))).toBe(false);
    }
  });

  it("[refusal 51] fit no subject that has a multi-valued RDN or an attribute twice", () => {
    const o = { type: "O", value: "Acme" };
    expect(toSubject([[o, { type: "OU", value: "x" }]])).toBeUndefined();
    expect(toSubject([[o], [o]])).toBeUndefined();
  });

  it("read back what a subject is written as", () => {
    const value = fc
      .string({ minLength: 1, unit: "grapheme" })
      .filter((text) => text.isWellFormed());
    fc.assert(
      fc.property(value, value, value, (c, st, o) => {
        const attributes = { C: c, ST: st, O: o };
        const name = Object.entries(attributes).map(([type, text]) => [{ type, value: text }]);
        expect(parse(formatName(name))).toEqual(attributes);
      }),
      { numRuns: 500 },
    );
  });

  it("end with names or a typed error, whatever the text", () => {
    const piece = fc.constantFrom("C=", "ST=", "O=", "x", ",", ";", "\\", " ", "+", "#", "é", "\0");
    fc.assert(
      fc.property(
        fc.array(piece).map((all) => all.join("")),
        (text) => {
          try {
            parseIdentities([text]);
          } catch (error) {
            expect(error).toMatchObject({ code: "INVALID_CONFIG" });
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
