import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeOciLayout } from "@plimsoll/image";
import { renderCycloneDx, renderJson } from "@plimsoll/report";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { check, diff } from "../../src/index.ts";
import { run } from "../cli/test-io.ts";

const folder = mkdtempSync(join(tmpdir(), "plimsoll-compare-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const image = (name: string) => `oci-dir:${join(folder, name)}`;
const cache = { enabled: false };

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

async function writeImage(name: string, packages: Record<string, string>): Promise<void> {
  await writeOciLayout(join(folder, name), {
    layers: [
      {
        entries: Object.entries(packages).map(([name, version]) => ({
          path: `app/node_modules/${name}/package.json`,
          content: JSON.stringify({ name, version }),
        })),
      },
    ],
  });
}

beforeAll(async () => {
  await writeImage("main", { lodash: "4.17.4", minimist: "1.2.8" });
  await writeImage("change", { lodash: "4.17.4", minimist: "0.0.8", "left-pad": "1.3.0" });
  await writeImage("fixed", { lodash: "4.17.21", minimist: "1.2.8" });
  const report = await check(image("main"), { config: { cache } });
  write("main.json", renderJson(report));
  write("main.cdx.json", renderCycloneDx(report));
});

describe("a check that compares", () => {
  it("does not fail for what was there before", async () => {
    const same = await check(image("main"), {
      config: { cache, "compare-with": image("main") },
    });
    expect((await check(image("main"), { config: { cache } })).verdict.result).toBe("fail");
    expect(same.verdict.result).toBe("warn");
    expect(same.verdict.reasons.join()).toContain("that were there before");
    expect(same.difference).toMatchObject({ new: [], fixed: [], packages: [] });
    expect(same.difference?.unchanged.length).toBeGreaterThan(0);
  });

  it.each(["main.json", "main.cdx.json", "sbom:main.cdx.json"])(
    "fails for what is new since %s",
    async (base) => {
      const report = await check(image("change"), {
        directory: folder,
        config: { cache, "compare-with": base },
        parts: ["packages", "vulnerabilities"],
      });
      const fresh = report.findings.filter(({ fingerprint }) =>
        report.difference?.new.includes(fingerprint),
      );
      expect(new Set(fresh.map((one) => one.package?.name))).toEqual(new Set(["minimist"]));
      expect(report.verdict.result).toBe("fail");
      expect(report.verdict.reasons[0]).not.toContain("lodash");
      expect(report.difference?.packages).toEqual([
        { name: "left-pad", type: "npm", to: "1.3.0" },
        { name: "minimist", type: "npm", from: "1.2.8", to: "0.0.8" },
      ]);
    },
  );

  it("lets everything fail with only-new: false", async () => {
    const config = { cache, "compare-with": image("main"), "only-new": false };
    expect((await check(image("main"), { config })).verdict.result).toBe("fail");
  });

  it("does not blame a change for an advisory that was published since the report", async () => {
    const old = JSON.parse(renderJson(await check(image("main"), { config: { cache } })));
    // As if nothing had been known when it was made.
    old.findings = old.findings.filter((one: { kind: string }) => one.kind !== "vulnerability");
    write("ignorant.json", JSON.stringify(old));
    const report = await diff("ignorant.json", image("main"), {
      directory: folder,
      config: { cache },
    });
    expect(report.difference).toMatchObject({ new: [], fixed: [] });
    expect(report.difference?.unchanged.length).toBeGreaterThan(0);
  });

  it("compares Dockerfiles with those of an earlier checkout", async () => {
    mkdirSync(join(folder, "before"), { recursive: true });
    write("before/Dockerfile", "FROM debian:latest\n");
    write("Dockerfile", "# moved down\nFROM debian:latest\nRUN sudo true\n");
    const config = { cache, dockerfile: ["Dockerfile"], "compare-with": image("main") };
    const rules = async (more: object) => {
      const report = await check(image("main"), {
        directory: folder,
        config: { ...config, ...more },
      });
      const fresh = new Set(report.difference?.new);
      return {
        fresh: report.findings.filter((one) => fresh.has(one.fingerprint)).map(({ rule }) => rule),
        old: report.findings
          .filter((one) => report.difference?.unchanged.includes(one.fingerprint))
          .map(({ rule }) => rule),
      };
    };
    const alone = await rules({});
    expect(alone.fresh).toEqual([]);
    const both = await rules({ "compare-files": "before" });
    expect(both.fresh).toContain("dockerfile-sudo");
    expect(both.old).toContain("dockerfile-base-latest");
  });

  it("counts everything as new and says so when there is nothing to compare with", async () => {
    const config = { cache, "compare-with": "gone.json" };
    const report = await check(image("main"), { directory: folder, config });
    expect(report.difference).toBeUndefined();
    expect(report.verdict.result).toBe("fail");
    expect(report.incomplete).toContainEqual(
      expect.objectContaining({ code: "NOT_FOUND", what: "comparison with gone.json" }),
    );
  });

  it.each([
    ["an empty file", ""],
    ["no JSON", "{"],
    ["another document", '{"hello": 1}'],
    ["a list", "[]"],
    ["a report of another kind", '{"schemaVersion": "9.0", "findings": 3}'],
  ])("refuses %s as a base", async (_, text) => {
    write("broken.json", text);
    await expect(
      diff("broken.json", image("main"), { directory: folder, config: { cache } }),
    ).rejects.toMatchObject({ name: "PlimsollError" });
  });
});

describe("plimsoll diff", () => {
  it("says what is new and what is fixed", async () => {
    const { exitCode, out } = await run(
      "diff",
      join(folder, "main.json"),
      image("fixed"),
      "--no-cache",
    );
    expect(out).toMatch(/New +none/);
    expect(out).toMatch(/Fixed +\d+ \(/);
    expect(out).toContain("lodash 4.17.4 → 4.17.21");
    expect(exitCode).toBe(0);
  });

  it("exits with 1 for new findings", async () => {
    const { exitCode } = await run("diff", image("main"), image("change"), "--no-cache", "-q");
    expect(exitCode).toBe(1);
  });

  it("asks for two states", async () => {
    const { exitCode, err } = await run("diff", image("main"));
    expect(exitCode).toBe(2);
    expect(err).toContain("plimsoll diff BASE HEAD");
  });
});
