import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** What one run of `run-one.mjs` took. */
export interface Measurement {
  /** Wall-clock seconds of the work itself, without the start of Node. */
  seconds: number;
  /** CPU seconds, user and system, of all threads. */
  cpuSeconds: number;
  /** Largest resident set of the process, in MB (10^6 bytes). */
  peakMb: number;
  /** What the work found, to see that it did something: packages, or bytes inflated. */
  found: number;
}

const runner = fileURLToPath(new URL("./run-one.mjs", import.meta.url));

/** Runs one piece of work in a process of its own, `rounds` times, and keeps the fastest. */
export async function measure(rounds: number, ...args: string[]): Promise<Measurement> {
  const runs: Measurement[] = [];
  for (let round = 0; round < rounds; round += 1) runs.push(await runOnce(args));
  const fastest = runs.toSorted((a, b) => a.seconds - b.seconds)[0]!;
  return { ...fastest, peakMb: Math.max(...runs.map((run) => run.peakMb)) };
}

function runOnce(args: readonly string[]): Promise<Measurement> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [runner, ...args], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(JSON.parse(output) as Measurement);
      else reject(new Error(`run-one.mjs ${args.join(" ")} ended with ${code}`));
    });
  });
}
