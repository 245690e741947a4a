import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeBase64, encodeBase64 } from "../../src/encoding/base64.ts";

describe("decodeBase64", () => {
  it("gives back what was encoded", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(decodeBase64(encodeBase64(bytes))).toEqual(Buffer.from(bytes));
      }),
    );
  });

  it("reads each bytes from one text only, so that no altered text passes", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), (text) => {
        const bytes = decodeBase64(text);
        if (bytes !== undefined) expect(encodeBase64(bytes)).toBe(text);
      }),
    );
    for (const text of ["YQ", "YQ=", "YQ==\n", " YQ==", "YR==", "YQ==YQ==", "_-8=", "Y=Q="]) {
      expect(decodeBase64(text)).toBeUndefined();
    }
  });
});
