import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readConfiguration } from "../src/configuration.ts";
import { type Inputs, inputsSchema } from "../src/inputs.ts";

let workspace: string;

beforeEach(async () => {
  workspace = await mkdtemp(join(tmpdir(), "plimsoll-workspace-"));
});
afterEach(() => rm(workspace, { recursive: true }));

function inputs(given: Record<string, string> = {}): Inputs {
  const empty = Object.keys(inputsSchema.shape).map((name) => [name, ""]);
  return inputsSchema.parse({ ...Object.fromEntries(empty), ...given });
}

describe("the configuration", () => {
  it("is the file's where inputs say nothing", async () => {
    const text = "image: shop:1\nfail-on: critical\ndockerfile: [Dockerfile]\n";
    await writeFile(join(workspace, "plimsoll.yml"), text);
    const { image, config, sourcePaths } = await readConfiguration(inputs(), workspace);
    expect(image).toBe("shop:1");
    expect(config).toMatchObject({ "fail-on": "critical", dockerfile: ["Dockerfile"] });
    expect(sourcePaths).toEqual(["Dockerfile"]);
  });

  it("lets an input win over the file, also one that says no", async () => {
    await writeFile(join(workspace, "plimsoll.yml"), "fail-on-unfixed: true\nfail-on: low\n");
    const given = inputs({ "fail-on-unfixed": "false", "fail-on": "none", image: "shop:2" });
    const { image, config } = await readConfiguration(given, workspace);
    expect(image).toBe("shop:2");
    expect(config).toMatchObject({ "fail-on-unfixed": false, "fail-on": "none" });
  });

  it("keeps the parts of a section that inputs do not touch", async () => {
    await writeFile(join(workspace, "plimsoll.yml"), "trust: { keys: [release.pub] }\n");
    const { config } = await readConfiguration(inputs({ "require-signature": "true" }), workspace);
    expect(config.trust).toEqual({ keys: [join(workspace, "release.pub")], require: true });
  });

  it("knows what to compare with by its place in the workspace", async () => {
    await mkdir(join(workspace, "deploy"));
    await writeFile(join(workspace, "deploy/plimsoll.yml"), "compare-with: main.json\n");
    const file = await readConfiguration(inputs({ config: "deploy/plimsoll.yml" }), workspace);
    expect(file.config["compare-with"]).toBe(join(workspace, "deploy/main.json"));
    const given = inputs({ "compare-with": "ghcr.io/acme/shop:main", "compare-files": ".before" });
    expect((await readConfiguration(given, workspace)).config).toMatchObject({
      "compare-with": "ghcr.io/acme/shop:main",
      "compare-files": join(workspace, ".before"),
    });
  });

  it("names sources from the repository's root, wherever the file lies", async () => {
    await mkdir(join(workspace, "deploy"));
    const file =
      "dockerfile: [Dockerfile, ../web/Dockerfile]\nadvisories: { directory: data }\nvex: { documents: [vex] }\n";
    await writeFile(join(workspace, "deploy/plimsoll.yml"), file);
    const given = inputs({ config: "deploy/plimsoll.yml", compose: "./compose.yaml" });
    const { config, sourcePaths } = await readConfiguration(given, workspace);
    expect(sourcePaths).toEqual(["deploy/Dockerfile", "web/Dockerfile", "compose.yaml"]);
    expect(config.advisories).toEqual({ directory: join(workspace, "deploy/data") });
    expect(config.vex).toEqual({ documents: [join(workspace, "deploy/vex")] });
  });

  it("does not go on with a file that was named and is missing", async () => {
    const reading = readConfiguration(inputs({ config: "other.yml" }), workspace);
    await expect(reading).rejects.toMatchObject({ code: "INVALID_CONFIG" });
  });
});
