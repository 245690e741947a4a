import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { capabilities } from "../../src/model/capability.ts";
import { allCapabilities, formatMask, maskOf, namesOf, parseMask } from "../../src/model/mask.ts";

describe("capability masks", () => {
  it("are written as /proc/PID/status writes them", () => {
    expect(formatMask(allCapabilities)).toBe("000001ffffffffff");
    expect(formatMask(maskOf(["CAP_CHOWN", "CAP_NET_RAW"]))).toBe("0000000000002001");
    expect(parseMask("00000000a80425fb")).toBe(0xa80425fbn);
    expect(parseMask(" 0x1FF ")).toBe(0x1ffn);
  });

  it("keep bits that have no name yet", () => {
    expect(namesOf(1n << 62n)).toEqual(["CAP_62"]);
  });

  it("refuse what is not hexadecimal", () => {
    for (const text of ["", "g", "-1", "1".repeat(17), "0x", "1 2"]) {
      expect(() => parseMask(text), text).toThrow(
        expect.objectContaining({ code: "INVALID_ARGUMENT" }),
      );
    }
  });

  it("come back the same from names and from text", () => {
    fc.assert(
      fc.property(fc.subarray([...capabilities]), (some) => {
        const names = some.map(({ name }) => name);
        const mask = maskOf(names);
        expect(namesOf(mask)).toEqual(names);
        expect(parseMask(formatMask(mask))).toBe(mask);
      }),
    );
  });
});
