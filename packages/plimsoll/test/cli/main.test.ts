import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { commands } from "../../src/cli/commands.ts";
import { version } from "../../src/version.ts";
import { run } from "./test-io.ts";

describe("the command line", () => {
  it("prints its version, which is that of the package", async () => {
    const manifest = JSON.parse(
      readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
    );
    expect(await run("--version")).toEqual({ exitCode: 0, out: `${manifest.version}\n`, err: "" });
    expect(version).toBe(manifest.version);
  });

  it("lists its commands and exit codes", async () => {
    const { exitCode, out } = await run("--help");
    expect(exitCode).toBe(0);
    for (const { name } of commands) expect(out).toContain(`  ${name} `);
    expect(out).toContain("Exit codes: 0 accepted · 1 policy says no · 2 usage");
  });

  it("treats no command as a usage error, and shows the help all the same", async () => {
    const { exitCode, out } = await run();
    expect(exitCode).toBe(2);
    expect(out).toContain("Usage: plimsoll COMMAND");
  });

  it("guesses what was meant", async () => {
    expect((await run("chek", "x")).err).toContain("did you mean check?");
    const option = await run("check", "--fail-om", "high", "x");
    expect(option.exitCode).toBe(2);
    expect(option.err).toContain("did you mean --fail-on?");
  });

  it("refuses a value that is not one of the choices", async () => {
    const { exitCode, err } = await run("check", "x", "--fail-on", "dreadful");
    expect(exitCode).toBe(2);
    expect(err).toContain("choose one of unknown, negligible, low, medium, high, critical, none");
  });

  it("refuses an output file whose ending tells no format, before any work", async () => {
    const { exitCode, err } = await run("check", "oci-dir:/nowhere", "--output", "report.xyz");
    expect(exitCode).toBe(2);
    expect(err).toContain("write FORMAT=FILE");
  });

  it.each(commands.map(({ name }) => name))("explains %s with examples", async (name) => {
    const { exitCode, out } = await run(name, "--help");
    expect(exitCode).toBe(0);
    expect(out).toContain(`Usage: plimsoll ${name}`);
    expect(out).toMatch(/Examples:\n {2}# .+\n {2}(?:plimsoll|eval) /);
  });
});
