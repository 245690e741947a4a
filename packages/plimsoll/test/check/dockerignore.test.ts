import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { check } from "../../src/index.ts";

/** Findings of a rule over `COPY . .`, with these files beside the Dockerfile. */
async function statusesOf(rule: string, files: Record<string, string>) {
  const directory = await mkdtemp(join(tmpdir(), "plimsoll-dockerignore-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  await writeFile(join(directory, "Dockerfile"), "FROM a:1\nWORKDIR /app\nCOPY . .\nUSER 1\n");
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
  const report = await check(undefined, {
    directory,
    config: { dockerfile: ["Dockerfile"] },
    parts: ["audit"],
  });
  return report.findings.filter((finding) => finding.rule === rule).map(({ status }) => status);
}

describe("the .dockerignore beside a Dockerfile", () => {
  const rule = "dockerfile-copy-context";

  it("decides what is judged of COPY . ., and nothing stays unknown without one", async () => {
    expect(await statusesOf(rule, {})).toEqual(["fail"]);
    expect(await statusesOf(rule, { ".dockerignore": "**\n!src\n" })).toEqual(["pass"]);
  });

  it("gives way to the one of the Dockerfile's own name", async () => {
    const files = { ".dockerignore": "", "Dockerfile.dockerignore": "**\n!src\n" };
    expect(await statusesOf(rule, files)).toEqual(["pass"]);
  });
});
