import { readdirSync, readFileSync } from "node:fs";
import { loadLockfileCatalogers, secretDetectors } from "@plimsoll/scan";
import { describe, expect, it } from "vitest";
import { catalogerReference } from "../../scripts/cataloger-reference.ts";
import { cliReference } from "../../scripts/cli-reference.ts";
import { configurationReference } from "../../scripts/configuration-reference.ts";
import { malwareReference } from "../../scripts/malware-reference.ts";
import { ruleReference } from "../../scripts/rule-reference.ts";
import { secretReference } from "../../scripts/secret-reference.ts";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

describe("the reference", () => {
  it("of the command line is that of the code (after a change: npm run docs)", () => {
    expect(read("docs/reference/cli.md")).toBe(cliReference());
  });

  it("of the catalogers is that of the code (after a change: npm run docs)", () => {
    expect(read("docs/reference/catalogers.md")).toBe(catalogerReference());
  });

  it("of malware is that of the rules (after a change: npm run docs)", () => {
    expect(read("docs/reference/malware.md")).toBe(malwareReference());
  });

  it("of the secrets is that of the detectors (after a change: npm run docs)", () => {
    expect(read("docs/reference/secrets.md")).toBe(secretReference());
  });

  it("of the rules has a page for each, that of the code (after a change: npm run docs)", () => {
    const pages = ruleReference();
    const names = readdirSync(new URL("../../docs/reference/rules/", import.meta.url));
    expect(names.sort()).toEqual([...pages.keys()].sort());
    for (const [name, text] of pages) expect(read(`docs/reference/rules/${name}`), name).toBe(text);
  });

  it("of plimsoll.yml is that of the schema (after a change: npm run docs)", () => {
    expect(read("docs/reference/configuration.md")).toBe(configurationReference());
  });
});

describe("the README", () => {
  it("gives the numbers of the code", async () => {
    const readme = read("README.md").replaceAll("\n", " ");
    const lockfiles = await loadLockfileCatalogers();
    const programs = /(\d+) kinds of programs/.exec(catalogerReference())?.[1];
    expect(readme).toContain(
      `some ${Math.floor(secretDetectors.length / 10) * 10} kinds of secrets`,
    );
    expect(readme).toContain(`it reads ${lockfiles.length} formats of lockfiles`);
    expect(readme).toContain(`recognises ${programs} kinds of programs`);
  });
});
