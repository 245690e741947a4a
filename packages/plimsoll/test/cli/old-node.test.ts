import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";

const source = readFileSync(new URL("../../bin/plimsoll.js", import.meta.url), "utf8")
  .replace(/^#!.*\n/, "")
  // A script cannot import here; that it would is what the test asks.
  .replace("import(", "load(");

/** Runs the start script as if Node had this version. */
function start(node: string) {
  const errors: string[] = [];
  const loaded: string[] = [];
  const process = { versions: { node }, version: `v${node}`, exitCode: 0 };
  runInNewContext(source, {
    process,
    console: { error: (text: string) => errors.push(text) },
    load: (path: string) => {
      loaded.push(path);
      return Promise.resolve({ main() {} });
    },
  });
  return { errors, loaded, exitCode: process.exitCode };
}

describe("the start script", () => {
  it.each(["18.20.4", "20.20.2", "22.21.9"])("answers Node %s with one clear sentence", (node) => {
    const { errors, loaded, exitCode } = start(node);
    expect(errors).toEqual([
      expect.stringMatching(/^plimsoll needs Node\.js 22\.22 or newer; this is v/),
    ]);
    expect(loaded).toEqual([]);
    expect(exitCode).toBe(2);
  });

  it.each(["22.22.0", "24.0.0", "26.1.0"])("starts the program on Node %s", (node) => {
    expect(start(node)).toMatchObject({ errors: [], loaded: ["../dist/cli/main.js"], exitCode: 0 });
  });
});
