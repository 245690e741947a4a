import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import * as z from "zod";
import { inputsSchema } from "../src/inputs.ts";
import { outputsOf } from "../src/outputs.ts";
import { exampleReport } from "./example-report.ts";

const read = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), "utf8");

const metadata = z
  .strictObject({
    name: z.string(),
    description: z.string().max(250),
    author: z.string(),
    branding: z.strictObject({ icon: z.string(), color: z.string() }),
    inputs: z.record(
      z.string().regex(/^[a-z]+(-[a-z]+)*$/),
      z.strictObject({ description: z.string().min(20), default: z.string().optional() }),
    ),
    outputs: z.record(z.string(), z.strictObject({ description: z.string().min(10) })),
    runs: z.strictObject({ using: z.literal("node24"), main: z.literal("dist/index.mjs") }),
  })
  .parse(parse(read("action.yml")));

/** First cells of the table under a heading of the README. */
function tableUnder(heading: string): string[] {
  const section = read("README.md").split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  return [...section.matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1]!);
}

describe("action.yml", () => {
  it("declares the inputs that the program reads and the README explains", () => {
    const declared = Object.keys(metadata.inputs);
    expect(Object.keys(inputsSchema.shape)).toEqual(declared);
    expect(tableUnder("Inputs")).toEqual(declared);
    expect(declared.length).toBeLessThanOrEqual(20);
  });

  it("declares the outputs that the program sets and the README explains", () => {
    const declared = Object.keys(metadata.outputs);
    const files = { report: "report.json" };
    expect(Object.keys(outputsOf(exampleReport(), files, undefined))).toEqual(declared);
    expect(tableUnder("Outputs")).toEqual(declared);
  });

  it("has no default that would hide what plimsoll.yml says", () => {
    const withDefault = Object.entries(metadata.inputs).filter(([, input]) => "default" in input);
    expect(withDefault.map(([name]) => name)).toEqual(["github-token"]);
  });
});

describe("the program", () => {
  it("names no host of GitHub, so that it works on any server", () => {
    const files = globSync("src/**/*.ts", { cwd: new URL("..", import.meta.url) });
    expect(files.length).toBeGreaterThan(15);
    expect(files.filter((file) => /github\.com|githubusercontent/.test(read(file)))).toEqual([]);
  });
});
