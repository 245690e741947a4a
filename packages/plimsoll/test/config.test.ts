import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { loadConfig, mergeConfig } from "../src/index.ts";

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

async function folderWith(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "plimsoll-config-"));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

describe("loadConfig", () => {
  it("finds plimsoll.yml in the folder, and does without one", async () => {
    const folder = await folderWith({ "plimsoll.yml": "fail-on: critical\n" });
    expect(await loadConfig(undefined, folder)).toMatchObject({
      config: { "fail-on": "critical" },
      file: join(folder, "plimsoll.yml"),
    });
    expect(await loadConfig(undefined, await folderWith({}))).toMatchObject({ config: {} });
  });

  it("names the file and the key of a fault", async () => {
    const folder = await folderWith({
      "plimsoll.yml": "fail-onn: critical\n",
      "bad.yml": "a: [\n",
    });
    await expect(loadConfig(undefined, folder)).rejects.toMatchObject({
      code: "INVALID_CONFIG",
      message: expect.stringMatching(/plimsoll\.yml is not valid: .*fail-onn/),
    });
    await expect(loadConfig("bad.yml", folder)).rejects.toMatchObject({ code: "INVALID_CONFIG" });
    await expect(loadConfig("none.yml", folder)).rejects.toMatchObject({ code: "INVALID_CONFIG" });
  });

  it("refuses a file of aliases that would unfold without end", async () => {
    const levels = Array.from({ length: 12 }, (_, i) =>
      i === 0
        ? "a0: &a0 [x]"
        : `a${i}: &a${i} [${Array(9)
            .fill(`*a${i - 1}`)
            .join(",")}]`,
    );
    const folder = await folderWith({ "plimsoll.yml": levels.join("\n") });
    await expect(loadConfig(undefined, folder)).rejects.toMatchObject({ code: "INVALID_CONFIG" });
  });
});

describe("mergeConfig", () => {
  it("lets the later value win, merges sections and joins waivers", () => {
    const base = {
      "fail-on": "high" as const,
      trust: { keys: ["a.pub"], require: true },
      ignore: [{ id: "CVE-1", reason: "one" }],
    };
    expect(
      mergeConfig(base, {
        "fail-on": "low",
        trust: { keys: ["b.pub"] },
        ignore: [{ id: "CVE-2", reason: "two" }],
      }),
    ).toEqual({
      "fail-on": "low",
      trust: { keys: ["b.pub"], require: true },
      ignore: [
        { id: "CVE-1", reason: "one" },
        { id: "CVE-2", reason: "two" },
      ],
    });
    expect(mergeConfig(base, { "fail-on": undefined })).toEqual(base);
  });
});
