import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { printUntrusted } from "../src/log.ts";

function printed(text: string): string[] {
  let all = "";
  const write = vi.spyOn(process.stdout, "write").mockImplementation((part) => {
    all += String(part);
    return true;
  });
  printUntrusted(text);
  write.mockRestore();
  return all.split("\n").slice(0, -1);
}

describe("text in the log", () => {
  it("is never read as a command", () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom("::", "\n", "\r", "##[", "]", "add-mask", "stop-commands", "a"),
        }),
        (text) => {
          const lines = printed(text);
          const [, word = "?"] = /^::stop-commands::([0-9a-f-]{36})$/.exec(lines[0] ?? "") ?? [];
          expect(lines.at(-1)).toBe(`::${word}::`);
          expect(lines.slice(1, -1).some((line) => line.includes(word))).toBe(false);
          expect(lines.join("\n")).not.toContain("\r");
        },
      ),
    );
  });

  it("is fenced by another word each time", () => {
    expect(printed("a")[0]).not.toBe(printed("a")[0]);
  });
});
