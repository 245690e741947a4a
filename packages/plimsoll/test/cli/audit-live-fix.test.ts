import { mkdtemp, readFile, realpath, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { engine } from "../../../audit/test/live/sound-engine.ts";
import { engineWith, idOf, startEngine } from "../live/fake-engine.ts";
import { run, runWith } from "./test-io.ts";

let folder: string;
const at = (name: string) => join(folder, name);
const config = '{\n    "icc": true,\n    "live-restore": false\n}\n';

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "live-fix-")));
  vi.spyOn(process, "cwd").mockReturnValue(folder);
  const recording = engine({
    info: { LiveRestoreEnabled: false },
    daemon: { "userland-proxy": true },
    files: { "/etc/docker/key.pem": { type: "file", uid: 0, gid: 0, mode: 0o644 } },
  });
  await writeFile(at("host.json"), JSON.stringify(recording));
  await writeFile(at("daemon.json"), config);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

const snapshot = () => ["audit", "--from-snapshot", at("host.json")];

describe("plimsoll audit live: --fix", () => {
  it("mends the daemon.json that it is given, and leaves one that is mended alone", async () => {
    const file = ["--daemon-config", at("daemon.json")];
    const diff = await run(...snapshot(), ...file, "--diff");
    expect(diff).toMatchObject({ exitCode: 1 });
    expect(diff.out).toContain('-    "live-restore": false\n+    "live-restore": true\n');
    expect(await readFile(at("daemon.json"), "utf8")).toBe(config);
    const { err } = await run(...snapshot(), ...file, "--fix");
    expect(err).toMatch(/daemon\.json: 1 finding mended; .*restart/);
    expect(await readFile(at("daemon.json"), "utf8")).toBe(config.replace("false", "true"));
    expect((await run(...snapshot(), ...file, "--fix")).err).toBe("");
    expect(await run(...snapshot(), ...file, "--diff")).toMatchObject({ exitCode: 0, out: "" });
    await run(...snapshot(), ...file, "--fix=unsafe");
    expect(await readFile(at("daemon.json"), "utf8")).toContain('"userland-proxy": false');
  });

  it("makes one where there is none, in the working folder alone", async () => {
    await run(...snapshot(), "--daemon-config", at("new.json"), "--fix");
    expect(await readFile(at("new.json"), "utf8")).toBe('{\n  "live-restore": true\n}\n');
    const elsewhere = join(tmpdir(), `plimsoll-${process.pid}-daemon.json`);
    const { exitCode, err } = await run(...snapshot(), "--daemon-config", elsewhere, "--fix");
    expect(exitCode).toBe(2);
    expect(err).toContain("outside of the working folder");
    await writeFile(at("torn.json"), "{");
    expect((await run(...snapshot(), "--daemon-config", at("torn.json"), "--fix")).err).toContain(
      "not a JSON object",
    );
  });

  it("leaves alone what plimsoll.yml waives", async () => {
    await writeFile(
      at("plimsoll.yml"),
      "ignore: [{ rule: live-daemon-live-restore, reason: a swarm is planned }]\n",
    );
    await run(...snapshot(), "--daemon-config", at("daemon.json"), "--fix");
    expect(await readFile(at("daemon.json"), "utf8")).toBe(config);
  });

  it("writes a script for the host that nobody can start by accident", async () => {
    const { err } = await run(...snapshot(), "--fix-script", at("mend.sh"));
    expect(err).toContain("read it, and run it as root");
    expect(await readFile(at("mend.sh"), "utf8")).toContain("chmod 0400 /etc/docker/key.pem");
    expect((await stat(at("mend.sh"))).mode & 0o777).toBe(0o600);
  });

  it("updates containers only when somebody says so", async () => {
    const answers = engineWith(1);
    const container = answers[`/containers/${idOf(1)}/json`] as { HostConfig: object };
    Object.assign(container.HostConfig, {
      Memory: 0,
      PidsLimit: 0,
      NanoCpus: 1,
      RestartPolicy: { Name: "no" },
    });
    answers[`/containers/${idOf(1)}/stats?stream=false&one-shot=true`] = {
      memory_stats: { usage: 2 ** 30 },
    };
    answers[`/containers/${idOf(1)}/update`] = { Warnings: ["swap is not counted"] };
    const { host, asked } = await startEngine(answers);
    const updates = () => asked.filter((url) => url.endsWith("/update")).length;
    const args = ["audit", "live:", "--docker-host", host, "--fix=unsafe"];
    expect(await run(...args)).toMatchObject({ exitCode: 2 });
    expect((await run(...args, "--diff")).err).toContain(
      "would update container:c1: Memory 2147483648, MemorySwap 2147483648, PidsLimit 200",
    );
    expect(updates()).toBe(0);
    const questions: string[] = [];
    const answer = (text: string) => async (question: string) => {
      questions.push(question);
      return text;
    };
    await runWith({}, ...args, { ask: answer("n") });
    expect(updates()).toBe(0);
    expect(questions).toEqual([expect.stringMatching(/^Update container:c1: .*\? \[y\/N\] ?$/)]);
    const { err } = await runWith({}, ...args, { ask: answer("y") });
    expect(err).toContain("container:c1: swap is not counted");
    expect(err).toContain("container:c1: 2 findings mended");
    expect(updates()).toBe(2);
    await run(...args, "--yes");
    expect(updates()).toBe(4);
  });

  it("refuses what makes no sense", async () => {
    for (const args of [
      [...snapshot(), "--fix"],
      [...snapshot(), "--yes"],
      [...snapshot(), "--daemon-config", at("daemon.json")],
      [...snapshot(), "--fix", "--pin"],
      ["audit", "Dockerfile", "--fix-script", "x.sh"],
      ["audit", "Dockerfile", "--yes"],
    ]) {
      expect(await run(...args), args.join(" ")).toMatchObject({ exitCode: 2, out: "" });
    }
  });
});
