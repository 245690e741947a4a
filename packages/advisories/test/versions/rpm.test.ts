import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareVersions } from "../../src/index.ts";

const piece = fc.constantFrom(
  "0",
  "1",
  "10",
  "09",
  "a",
  "Z",
  "rc",
  "~",
  "^",
  ".",
  "..",
  "_",
  "+",
  ".el9",
);
const version = fc
  .tuple(
    fc.constantFrom("", "", "0:", "1:", "12:"),
    fc.constantFrom("0", "1", "2.36", "7"),
    fc.array(piece, { maxLength: 6 }),
    fc.constantFrom("-1", "-1.el9", "-2.el9_4", "-10"),
  )
  .map(([epoch, start, rest, release]) => `${epoch}${start}${rest.join("")}${release}`);

describe("the order of rpm", () => {
  it("is the one of rpm.vercmp", ({ skip }) => {
    const pairs = fc.sample(fc.tuple(version, version), { numRuns: 400, seed: 20_261_123 });
    const calls = pairs.map(([a, b]) => `print(rpm.vercmp("${a}","${b}").." ")`).join(" ");
    const { error, status, stdout } = spawnSync("rpm", ["--eval", `%{lua: ${calls}}`], {
      encoding: "utf8",
    });
    if (error || status !== 0) {
      console.log("skipped: there is no rpm with rpm.vercmp on this machine");
      return skip("no rpm");
    }
    const answers = stdout.trim().split(/\s+/).map(Number);
    expect(answers).toHaveLength(pairs.length);
    expect(new Set(answers).size).toBeGreaterThan(1);
    for (const [index, [a, b]] of pairs.entries()) {
      expect(Math.sign(compareVersions("rpm", a, b)!), `${a} ? ${b}`).toBe(answers[index]);
    }
  });
});
