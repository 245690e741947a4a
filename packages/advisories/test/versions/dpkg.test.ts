import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareVersions } from "../../src/index.ts";

const piece = fc.constantFrom(
  "0",
  "1",
  "9",
  "10",
  "09",
  "a",
  "Z",
  "~",
  "+",
  ".",
  "rc",
  "deb12u",
  "-1",
);
const version = fc
  .tuple(
    fc.constantFrom("", "", "0:", "1:", "12:"),
    fc.constantFrom("0", "1", "2.36", "7"),
    fc.array(piece, { maxLength: 6 }),
  )
  .map(([epoch, start, rest]) => `${epoch}${start}${rest.join("")}`);

describe("the order of dpkg", () => {
  it("is the one of dpkg --compare-versions", ({ skip }) => {
    if (spawnSync("dpkg", ["--version"]).error) {
      console.log("skipped: there is no dpkg on this machine");
      return skip("no dpkg");
    }
    const pairs = fc.sample(fc.tuple(version, version), { numRuns: 400, seed: 20_261_123 });
    // One shell for all the pairs: a process each would take most of the time.
    const script = `while read -r a b; do
      if dpkg --compare-versions "$a" lt "$b"; then echo -1
      elif dpkg --compare-versions "$a" eq "$b"; then echo 0
      else echo 1; fi; done`;
    const input = pairs.map(([a, b]) => `${a} ${b}\n`).join("");
    const { stdout } = spawnSync("sh", ["-c", script], { input, encoding: "utf8" });
    const answers = stdout.trim().split("\n").map(Number);
    expect(answers).toHaveLength(pairs.length);
    expect(new Set(answers).size).toBeGreaterThan(1);
    for (const [index, [a, b]] of pairs.entries()) {
      expect(Math.sign(compareVersions("dpkg", a, b)!), `${a} ? ${b}`).toBe(answers[index]);
    }
  });
});
