import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { commands } from "../../src/cli/commands.ts";
import { completionScript } from "../../src/cli/completion.ts";
import { run } from "./test-io.ts";

const hasBash = (() => {
  try {
    execFileSync("bash", ["-c", "type complete"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

/** What bash would offer after these words. */
function complete(...words: string[]): string[] {
  const script = `${completionScript("bash", commands)}
COMP_WORDS=(${words.map((word) => `"${word}"`).join(" ")}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _plimsoll
printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync("bash", ["-c", script], { encoding: "utf8" }).split("\n").filter(Boolean);
}

describe("completion", () => {
  it.skipIf(!hasBash)("offers commands, options and choices in a real bash", () => {
    expect(complete("plimsoll", "ch")).toEqual(["check"]);
    expect(complete("plimsoll", "check", "--fail-on-")).toEqual(["--fail-on-unfixed"]);
    expect(complete("plimsoll", "check", "--format", "sa")).toEqual(["sarif"]);
    expect(complete("plimsoll", "audit", "--fi")).toEqual([
      "--fix",
      "--fix=safe",
      "--fix=unsafe",
      "--fix-script",
    ]);
    expect(complete("plimsoll", "completion", "z")).toEqual(["zsh"]);
  });

  it("names every option of every command in each shell", () => {
    for (const shell of ["bash", "zsh", "fish"] as const) {
      const script = completionScript(shell, commands);
      for (const { options } of commands) {
        for (const { name } of options) {
          expect(script, shell).toContain(shell === "fish" ? `-l ${name}` : `--${name}`);
        }
      }
    }
  });

  it("asks for a shell that it knows", async () => {
    expect(await run("completion", "powershell")).toMatchObject({
      exitCode: 2,
      err: expect.stringContaining("bash, zsh, fish"),
    });
  });
});
