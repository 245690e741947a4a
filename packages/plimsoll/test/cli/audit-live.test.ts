import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { engineWith, startEngine } from "../live/fake-engine.ts";
import { run } from "./test-io.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "audit-live-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("plimsoll audit live:", () => {
  it("judges an engine, writes a snapshot for its owner alone, and judges that alike", async () => {
    const { host } = await startEngine(engineWith(2));
    const file = join(folder, "host.json");
    const live = await run(
      "audit",
      "live:",
      "--docker-host",
      host,
      "--snapshot",
      file,
      "-f",
      "json",
    );
    expect(live.exitCode).toBe(1);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, "utf8")).not.toContain("hunter2");
    const again = await run("audit", "--from-snapshot", file, "--format", "json");
    const outcome = (text: string) =>
      JSON.parse(text).findings.map((finding: { rule: string; status: string }) => [
        finding.rule,
        finding.status,
      ]);
    expect(outcome(again.out)).toEqual(outcome(live.out));
    expect(outcome(live.out)).toContainEqual(["live-secret-environment", "fail"]);
  });

  it("prints the benchmark's controls in its order, and Docker Bench's JSON", async () => {
    const { host } = await startEngine(engineWith(1));
    const file = join(folder, "bench.docker-bench.json");
    const { out } = await run("audit", "live:", "--docker-host", host, "--by-check", "-o", file);
    const numbers = [...out.matchAll(/^ {2}(\d[\d.]+) /gm)].map(([, number]) => number);
    expect(numbers).toHaveLength(125);
    expect(out).toMatch(/5\.5 +FAIL +No privileged containers\n +container:c1: Privileged: true/);
    const bench = JSON.parse(await readFile(file, "utf8"));
    const results = bench.tests.flatMap(({ results }: { results: unknown[] }) => results);
    expect(results).toHaveLength(125);
    expect(bench.checks).toBe(125);
    expect(results).toContainEqual(expect.objectContaining({ id: "5.5", result: "WARN" }));
    expect(results).toContainEqual(expect.objectContaining({ id: "8.2.1", result: "INFO" }));
  });

  it("refuses what makes no sense", async () => {
    for (const args of [
      ["live:", "Dockerfile"],
      ["Dockerfile", "--by-check"],
      ["Dockerfile", "--root", "/"],
      ["--from-snapshot", "a.json", "--docker-host", "unix:///a"],
    ]) {
      expect((await run("audit", ...args)).exitCode, args.join(" ")).toBe(2);
    }
  });

  it("says what is wrong with a snapshot, or that there is no engine", async () => {
    const file = join(folder, "other.json");
    expect((await run("audit", "--from-snapshot", file)).err).toContain("no such snapshot");
    await writeFile(file, "{");
    expect((await run("audit", "--from-snapshot", file)).err).toContain("not JSON");
    await writeFile(file, "null");
    expect((await run("audit", "--from-snapshot", file)).err).toContain("not a snapshot");
    const { err, exitCode } = await run("audit", "live:", "--docker-host", "unix:///nowhere.sock");
    expect(err).toContain("Start the engine");
    expect(exitCode).toBe(3);
  });
});
