import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const rounds = 10;
/** `--version` may cost this many times an empty Node process. */
const aim = 2.5;

const command = fileURLToPath(new URL("../../packages/plimsoll/bin/plimsoll.js", import.meta.url));

/** Prints what the built command costs before it does anything: median of ten runs in turn. */
export function benchStartUp(print: (line: string) => void): void {
  const runs = {
    "empty Node": ["-e", ""],
    "plimsoll --version": [command, "--version"],
    "plimsoll --help": [command, "--help"],
  };
  const took = new Map(Object.keys(runs).map((name) => [name, [] as number[]]));
  // In turn, so that what else the machine does falls on each alike.
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, args] of Object.entries(runs)) took.get(name)!.push(runMs(args));
  }
  const empty = median(took.get("empty Node")!);
  print(`\nStart-up: median of ${rounds} runs`);
  for (const [name, times] of took) {
    const ratio = name === "empty Node" ? "" : `   ${(median(times) / empty).toFixed(2)} ×`;
    const aimed = name === "plimsoll --version" ? `   aim ≤ ${aim} ×` : "";
    print(`${name.padEnd(26)}${median(times).toFixed(0).padStart(6)} ms${ratio}${aimed}`);
  }
}

function runMs(args: readonly string[]): number {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`node ${args.join(" ")} ended with ${status}: ${stderr}`);
  return performance.now() - started;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
}
