import { isPlimsollError } from "@plimsoll/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeCanonicalJson } from "../../src/dct/canonical-json.ts";
import { parseSnapshot, parseTimestamp } from "../../src/dct/meta.ts";
import { parseGun, toGun } from "../../src/dct/names.ts";
import { parseRoot } from "../../src/dct/root.ts";
import { parseTargets } from "../../src/dct/targets.ts";
import { createNotary, createRepository, delegate, publish, tagEntry } from "./test-notary.ts";

describe("canonical JSON", () => {
  it("has its keys in the order of their UTF-8 bytes, no blanks, and escapes two characters only", () => {
    const value = {
      b: [1, null, true],
      "\u{1f600}": "\n<&>",
      "\uffff": 'a"b\\c',
      a: { z: 0, y: -1 },
    };
    expect(encodeCanonicalJson(value)).toBe(
      '{"a":{"y":-1,"z":0},"b":[1,null,true],"\uffff":"a\\"b\\\\c","\u{1f600}":"\n<&>"}',
    );
  });

  it("does not depend on the order in which keys were written, and keeps what it says", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean())),
        (value) => {
          const reversed = Object.fromEntries(Object.entries(value).reverse());
          expect(encodeCanonicalJson(reversed)).toBe(encodeCanonicalJson(value));
        },
      ),
    );
  });

  it("refuses what has no canonical form", () => {
    for (const value of [1.5, 2 ** 53, Number.NaN, -0, "\ud800", { a: undefined }]) {
      expect(() => encodeCanonicalJson(value)).toThrow(/it holds/);
    }
  });
});

describe("the documents' parsers", () => {
  const parsers = {
    root: parseRoot,
    timestamp: parseTimestamp,
    snapshot: parseSnapshot,
    targets: (bytes: Buffer) => parseTargets(bytes, "targets"),
  };

  it("give a document or a typed fault for whatever bytes a real one is changed to", async () => {
    const notary = createNotary();
    const repository = await createRepository();
    delegate(repository, "targets/releases", { "1.0": tagEntry() });
    publish(notary, repository);
    const documents = Object.entries(parsers).map(([name, parse]) => {
      const file = [...notary.files].find(
        ([each]) => each === name || each.startsWith(`${name}.`),
      )!;
      return { parse, bytes: file[1] };
    });
    for (const { parse, bytes } of documents) expect(parse(bytes).version).toBe(1);
    let refused = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...documents),
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), {
          minLength: 1,
          maxLength: 4,
        }),
        fc.option(fc.nat()),
        ({ parse, bytes }, changes, cut) => {
          const mutated = Buffer.from(
            bytes.subarray(0, cut === null ? undefined : cut % bytes.length),
          );
          for (const [at, value] of changes)
            if (mutated.length > 0) mutated[at % mutated.length] = value;
          try {
            parse(mutated);
          } catch (error) {
            if (!isPlimsollError(error)) throw error;
            expect(["MALFORMED", "LIMIT_EXCEEDED"]).toContain(error.code);
            refused += 1;
          }
        },
      ),
      { numRuns: 500 },
    );
    expect(refused).toBeGreaterThan(0);
  });

  it("give a document or a typed fault for any JSON", () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(parsers)), fc.json(), (parse, text) => {
        for (const each of [text, `{"signed":${text},"signatures":${text}}`]) {
          try {
            parse(Buffer.from(each));
          } catch (error) {
            if (!isPlimsollError(error)) throw error;
          }
        }
      }),
    );
  });
});

describe("globally unique names", () => {
  it("are the registry and the repository, as Docker's client writes them", () => {
    const names = ["alpine", "docker.io/library/alpine", "index.docker.io/library/alpine"];
    for (const name of names) expect(toGun(parseGun(name))).toBe("docker.io/library/alpine");
    expect(toGun(parseGun("localhost:5000/lab/app"))).toBe("localhost:5000/lab/app");
  });

  it("[refusal 8] have no tag, no digest and no way out of their folder", () => {
    const names = [
      "app:1.0",
      `app@sha256:${"a".repeat(64)}`,
      "a/../b",
      "../a",
      "A/b c",
      "localhost:5000/lab/app:1",
    ];
    for (const name of names) {
      expect(() => parseGun(name), name).toThrow(
        expect.objectContaining({ code: "INVALID_REFERENCE" }),
      );
    }
  });
});
