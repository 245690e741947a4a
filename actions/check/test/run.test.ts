import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PlimsollError } from "@plimsoll/core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type ActionOptions, runAction } from "../src/run.ts";
import { exampleFinding, exampleReport } from "./example-report.ts";

let workspace: string;
let env: NodeJS.ProcessEnv;
let printed: string;
let exitCode: typeof process.exitCode;

beforeEach(async () => {
  workspace = await mkdtemp(join(tmpdir(), "plimsoll-run-"));
  env = { GITHUB_WORKSPACE: workspace, RUNNER_TEMP: workspace };
  printed = "";
  exitCode = process.exitCode;
  vi.stubEnv("GITHUB_OUTPUT", "");
  vi.stubEnv("INPUT_IMAGE", "shop:1");
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(async () => {
  process.exitCode = exitCode;
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await rm(workspace, { recursive: true });
});

const run = (check: ActionOptions["check"], signal?: AbortSignal) =>
  runAction({ check, env, worker: new URL("file:///bundle.mjs"), ...(signal && { signal }) });

describe("a run of the action", () => {
  it("checks the image with the inputs, from the workspace, in the bundle's own threads", async () => {
    vi.stubEnv("INPUT_FAIL-ON", "critical");
    const check = vi.fn<ActionOptions["check"]>(async () => exampleReport());
    await run(check);
    expect(check).toHaveBeenCalledWith(
      "shop:1",
      expect.objectContaining({
        config: expect.objectContaining({ "fail-on": "critical" }),
        directory: workspace,
        worker: new URL("file:///bundle.mjs"),
      }),
    );
    expect(process.exitCode).toBe(exitCode);
  });

  it("says once what it is doing", async () => {
    await run(async (_, options) => {
      options?.progress?.({ phase: "pull", message: "pulling layer 1" });
      options?.progress?.({ phase: "pull", message: "pulling layer 2" });
      options?.progress?.({ phase: "walk", message: "walking" });
      return exampleReport();
    });
    expect(printed).toContain("pulling layer 1");
    expect(printed).not.toContain("pulling layer 2");
    expect(printed).toContain("walking");
  });

  it("fails, and says so before the annotations use up the space for errors", async () => {
    const verdict = { result: "fail" as const, reasons: ["Too much."] };
    const findings = Array.from({ length: 30 }, (_, n) => exampleFinding({ title: `Fault ${n}` }));
    await run(async () => exampleReport({ verdict, findings }));
    const errors = printed.match(/^::error.*$/gm) ?? [];
    expect(errors[0]).toContain("Too much.");
    expect(errors).toHaveLength(10);
    expect(process.exitCode).toBe(1);
  });

  it("gives the token to the registry client, unless the job has set one", async () => {
    vi.stubEnv("INPUT_GITHUB-TOKEN", "token-of-the-input");
    await run(async () => exampleReport());
    expect(env.GITHUB_TOKEN).toBe("token-of-the-input");
    env.GITHUB_TOKEN = "token-of-the-job";
    await run(async () => exampleReport());
    expect(env.GITHUB_TOKEN).toBe("token-of-the-job");
  });

  it("reports an image that cannot be opened, without files that would claim it is clean", async () => {
    vi.stubEnv("INPUT_OUTPUT-DIRECTORY", "reports");
    await run(async () => {
      throw new PlimsollError("NOT_FOUND", "There is no such image", { subject: "shop:1" });
    });
    expect(process.exitCode).toBe(1);
    const report = JSON.parse(await readFile(join(workspace, "reports/report.json"), "utf8"));
    expect(report.incomplete).toEqual([
      { code: "NOT_FOUND", what: "shop:1", why: "There is no such image" },
    ]);
    await expect(readFile(join(workspace, "reports/report.sarif"))).rejects.toThrow("ENOENT");
  });

  it("reports nothing when the job is cancelled", async () => {
    const cancelled = new AbortController();
    const running = run(async (_, options) => {
      cancelled.abort();
      options?.signal?.throwIfAborted();
      return exampleReport();
    }, cancelled.signal);
    await expect(running).rejects.toThrow("abort");
    expect(printed).not.toContain("::set-output");
  });
});
