import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { diffLines } from "../../src/fix/line-diff.ts";
import { unifiedDiff } from "../../src/fix/unified-diff.ts";

const folder = mkdtempSync(join(tmpdir(), "plimsoll-diff-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a diff", () => {
  it("has three lines of context, and says where the last line has no end", () => {
    const before = ["a", "b", "c", "d", "e", "f", "g"].join("\n");
    expect(unifiedDiff("Dockerfile", before, before.replace("e", "E").replace("g", "G"))).toBe(
      `--- a/Dockerfile
+++ b/Dockerfile
@@ -2,6 +2,6 @@
 b
 c
 d
-e
+E
 f
-g
\\ No newline at end of file
+G
\\ No newline at end of file
`,
    );
    expect(unifiedDiff("x", before, before)).toBe("");
  });

  it("holds both texts, and no line twice that they share", () => {
    const lines = fc.array(fc.constantFrom("a", "b", "c", ""), { maxLength: 30 });
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const changes = diffLines(before, after);
        const without = (kind: string) =>
          changes.filter((change) => change.kind !== kind).map(({ line }) => line);
        expect(without("added")).toEqual(before);
        expect(without("removed")).toEqual(after);
      }),
    );
    const long = Array.from({ length: 400 }, (_, i) => `${i}`);
    const changes = diffLines(long, [...long.slice(0, 10), "x", ...long.slice(11), "y"]);
    expect(changes.filter(({ kind }) => kind !== "same")).toHaveLength(3);
  });

  it("is what git applies", () => {
    const text = fc
      .array(fc.constantFrom("a\n", "b\n", "c\r\n", "\n"), { minLength: 1, maxLength: 25 })
      .chain((lines) => fc.constantFrom(lines.join(""), `${lines.join("")}z`));
    execFileSync("git", ["init", "-q"], { cwd: folder });
    fc.assert(
      fc.property(text, text, (before, after) => {
        if (before === after) return;
        writeFileSync(join(folder, "f"), before);
        const input = unifiedDiff("f", before, after);
        execFileSync("git", ["apply", "--whitespace=nowarn"], { cwd: folder, input });
        expect(readFileSync(join(folder, "f"), "utf8")).toBe(after);
      }),
      { numRuns: 40 },
    );
  });
});
