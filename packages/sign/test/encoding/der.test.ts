import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readDer, readSequence, readUnsigned } from "../../src/encoding/der.ts";

describe("readDer", () => {
  it("reads elements side by side, with short and long lengths", () => {
    const long = Buffer.alloc(300, 7);
    const bytes = Buffer.concat([Buffer.from([0x02, 0x01, 0x05, 0x04, 0x82, 0x01, 0x2c]), long]);
    const [integer, octets] = readDer(bytes);
    expect(readUnsigned(integer)).toBe(5);
    expect(octets).toEqual({ tag: 0x04, content: long, whole: bytes.subarray(3) });
  });

  it("refuses negative integers and takes huge ones for infinite", () => {
    const integer = (content: Buffer) => ({ tag: 2, content, whole: content });
    expect(() => readUnsigned(integer(Buffer.from([0x80])))).toThrow("broken");
    expect(readUnsigned(integer(Buffer.alloc(9, 1)))).toBe(Number.POSITIVE_INFINITY);
  });

  it("refuses a length that is longer than it needs to be", () => {
    expect(() => readDer(Buffer.from([0x04, 0x81, 0x01, 0x07]))).toThrow("broken");
    expect(() => readDer(Buffer.from([0x04, 0x82, 0x00, 0x80, ...Buffer.alloc(128)]))).toThrow();
  });

  it("ends with elements or KEY_INVALID, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        try {
          for (const element of readDer(Buffer.from(bytes))) readSequence(element);
        } catch (error) {
          expect(error).toMatchObject({ code: "KEY_INVALID" });
        }
      }),
    );
  });
});
