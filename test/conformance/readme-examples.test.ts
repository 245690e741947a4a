import { execFileSync } from "node:child_process";
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";

const root = resolve(fileURLToPath(import.meta.url), "../../..");
// Inside the repository, so that packages are found as they are by anybody's program.
const folder = join(root, "node_modules/.cache/readme-examples");

interface Example {
  file: string;
  line: number;
  code: string;
}

const pages = ["README.md", "docs/**/*.md", "packages/*/README.md", "actions/*/README.md"];
const examples = globSync(pages, { cwd: root }).flatMap(examplesOf);

function examplesOf(file: string): Example[] {
  const text = readFileSync(join(root, file), "utf8");
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map((match) => ({
    file,
    line: text.slice(0, match.index).split("\n").length + 1,
    code: match[1]!,
  }));
}

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the examples of the documentation", () => {
  it("are there: the project and every library package have one", () => {
    const pagesWithExample = new Set(examples.map(({ file }) => file));
    const expected = ["README.md", ...globSync("packages/*/README.md", { cwd: root })];
    expect(expected.filter((page) => !pagesWithExample.has(page))).toEqual([]);
  });

  it("compile against the packages", () => {
    mkdirSync(folder, { recursive: true });
    const names = new Map<string, string>();
    for (const [number, { file, line, code }] of examples.entries()) {
      names.set(`example-${number}.ts`, `${file}:${line}`);
      writeFileSync(join(folder, `example-${number}.ts`), `${code}\nexport {};\n`);
    }
    const config = { extends: join(root, "tsconfig.base.json"), include: ["*.ts"] };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
    expect(compile().replace(/example-\d+\.ts/g, (name) => names.get(name) ?? name)).toBe("");
  });
});

/** What the compiler says; empty when all is well. */
function compile(): string {
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  try {
    execFileSync(process.execPath, [tsc, "-p", folder, "--noEmit"], {
      encoding: "utf8",
      cwd: folder,
    });
    return "";
  } catch (error) {
    return (error as { stdout?: string }).stdout || String(error);
  }
}
