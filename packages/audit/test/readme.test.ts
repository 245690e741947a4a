import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { describe, expect, it } from "vitest";
import * as audit from "../src/index.ts";
import { rulesTable } from "./rules-table.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

describe("the README", () => {
  it("lists every rule as it is", () => {
    const table = /<!-- rules -->\n([\s\S]*?)\n<!-- \/rules -->/.exec(readme)?.[1];
    expect(table).toBe(rulesTable());
  });

  it("has an example that runs and prints what it says", () => {
    const code = /```ts\n([\s\S]*?)```/.exec(readme)![1]!;
    const script = stripTypeScriptTypes(code).replace(
      /^import \{([^}]*)\} from "@plimsoll\/audit";$/m,
      "const {$1} = audit;",
    );
    const printed: string[] = [];
    const run = new Function("audit", "console", script);
    run(audit, { log: (...values: unknown[]) => printed.push(values.join(" ")) });
    const promised = [...code.matchAll(/^\/\/ (.*)$/gm)].map((match) => match[1]);
    expect(promised.length).toBeGreaterThan(0);
    expect(printed).toEqual(promised);
  });

  it("names every exported value", () => {
    for (const name of Object.keys(audit)) expect(readme).toContain(`\`${name}\``);
  });
});
