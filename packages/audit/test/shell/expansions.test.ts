// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of the shell, not of JavaScript
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expansionsIn, unquotedText } from "../../src/shell/expansions.ts";

const read = (raw: string) =>
  expansionsIn(raw).map(({ kind, name, modifier, isQuoted }) => [kind, name, modifier, isQuoted]);

describe("the expansions of a word", () => {
  it("are found with their kind, name and modifier", () => {
    expect(read("$A-${B:-x}${#C}${D[0]}")).toEqual([
      ["parameter", "A", "", false],
      ["parameter", "B", ":-x", false],
      ["parameter", "#C", "", false],
      ["parameter", "D", "[0]", false],
    ]);
    expect(read("$(a $b)`c`$((1+2))<(d)").map(([kind]) => kind)).toEqual([
      "command",
      "backticks",
      "arithmetic",
      "process",
    ]);
    expect(read("$?$#$@$1x").map(([, name]) => name)).toEqual(["?", "#", "@", "1"]);
  });

  it("say whether double quotes hold them, and leave single quotes and escapes out", () => {
    expect(read('"$A"$B')).toEqual([
      ["parameter", "A", "", true],
      ["parameter", "B", "", false],
    ]);
    expect(read("'$A'\\$B")).toEqual([]);
    expect(read('"$(echo "$A")"x')).toEqual([["command", "", "", true]]);
  });

  it("leave the text outside quotes, where patterns and braces mean something", () => {
    expect(unquotedText("a{b,c}'d'\"e\"$F\\g")).toBe("a{b,c}");
  });

  it("lie within the word, whatever the word", () => {
    const noise = fc.stringMatching(/^[\\"'`$(){}<>a-z]{0,40}$/);
    fc.assert(
      fc.property(noise, (raw) => {
        let end = 0;
        for (const { offset, raw: part } of expansionsIn(raw)) {
          expect(offset).toBeGreaterThanOrEqual(end);
          expect(raw.slice(offset, offset + part.length)).toBe(part);
          expect(part.length).toBeGreaterThan(0);
          end = offset + part.length;
        }
        expect(unquotedText(raw).length).toBeLessThanOrEqual(raw.length);
      }),
    );
  });
});
