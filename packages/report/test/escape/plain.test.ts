import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clip, plainLine, plainText } from "../../src/escape/plain.ts";
import { textArbitrary } from "../arbitraries.ts";

describe("A line out of an image", () => {
  test("loses terminal sequences, bidirectional overrides and zero-width characters", () => {
    expect(
      plainLine("\u001b[31;1mred\u001b[0m \u001b]8;;https://x\u0007link\u001b]8;;\u0007"),
    ).toBe("red link");
    expect(plainLine("a\u202eb\u2066c\u200bd\ufeffe\u0000f\u009bg\ud800h")).toBe("abcd efgh");
  });

  test("stays one line", () => {
    expect(plainLine(" a\r\n\tb\u2028c ")).toBe("a b c");
  });

  test("keeps what people write", () => {
    expect(plainLine("café 漢字 💥 – «ok»")).toBe("café 漢字 💥 – «ok»");
  });

  test("never holds a control or format character, whatever went in", () => {
    fc.assert(
      fc.property(textArbitrary, (text) => {
        const line = plainLine(text);
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
        expect(plainLine(line)).toBe(line);
      }),
    );
  });

  test("is bounded, and ten hostile megabytes take no time", () => {
    const start = performance.now();
    expect([...plainLine("\u001b[".repeat(5_000_000), 100)].length).toBeLessThanOrEqual(100);
    expect([...plainLine("\u001b]".repeat(5_000_000), 100)].length).toBeLessThanOrEqual(100);
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});

test("Text of several lines keeps its line breaks and nothing else invisible", () => {
  expect(plainText("a\r\nb\tc\u0007\u202e\n")).toBe("a\nb\tc");
});

test("Clipping counts code points and says that something is missing", () => {
  expect(clip("💥💥💥", 3)).toBe("💥💥💥");
  expect(clip("💥💥💥💥", 3)).toBe("💥💥…");
});
