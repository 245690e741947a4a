import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fingerprintOf } from "../src/index.ts";
import { sha256Hex } from "../src/sha256.ts";

describe("sha256Hex", () => {
  it("agrees with Node's own SHA-256 on any text of any length", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400, unit: "binary" }), (text) => {
        expect(sha256Hex(text)).toBe(
          createHash("sha256").update(text.toWellFormed()).digest("hex"),
        );
      }),
    );
    const long = "a".repeat(100_003);
    expect(sha256Hex(long)).toBe(createHash("sha256").update(long).digest("hex"));
  });
});

describe("fingerprintOf", () => {
  it("depends on the rule and on each part of the identity, and on nothing else", () => {
    const print = fingerprintOf("rule", ["a", "b"]);
    expect(fingerprintOf("rule", ["a", "b"])).toBe(print);
    for (const other of [["a|b"], ["a", undefined], ["a"], ["b", "a"], ["a", "b", undefined]]) {
      expect(fingerprintOf("rule", other)).not.toBe(print);
    }
    expect(fingerprintOf("rule2", ["a", "b"])).not.toBe(print);
  });
});
