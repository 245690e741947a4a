import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeOciLayout } from "@plimsoll/image";
import { createRegistryClient, parseReference, type RegistryClient } from "@plimsoll/registry";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startRegistry } from "../../../../test/support/src/registry.ts";
import { check, parseReport } from "../../src/index.ts";
import { run } from "../cli/test-io.ts";

let folder: string;
const at = (name: string) => join(folder, name);
const dir = (name: string) => `oci-dir:${at(name)}`;

/** A base image with one package of Node, and an application upon it. */
const lodash = (version: string) => ({
  entries: [
    {
      path: "usr/lib/node_modules/lodash/package.json",
      content: JSON.stringify({ name: "lodash", version }),
    },
  ],
});
const application = {
  entries: [
    {
      path: "app/node_modules/minimist/package.json",
      content: JSON.stringify({ name: "minimist", version: "0.0.8" }),
    },
  ],
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "plimsoll-advice-"));
  await writeOciLayout(at("old"), { layers: [lodash("4.17.4")] });
  await writeOciLayout(at("new"), { layers: [lodash("4.17.21")] });
  await writeOciLayout(at("middle"), { layers: [lodash("4.17.15")] });
  await writeOciLayout(at("app"), { layers: [lodash("4.17.4"), application] });
  await writeFile(at("Dockerfile"), `FROM ${dir("old")}\nCOPY app /app\n`);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Copies an OCI layout into a registry. */
async function push(client: RegistryClient, layout: string, reference: string): Promise<void> {
  const name = parseReference(reference);
  const json = async (path: string) => JSON.parse(await readFile(join(layout, path), "utf8"));
  const blob = (digest: string) => readFile(join(layout, "blobs", ...digest.split(":")));
  const { digest, mediaType } = (await json("index.json")).manifests[0];
  const manifest = await blob(digest);
  const { config, layers } = JSON.parse(manifest.toString());
  for (const part of [config, ...layers]) await client.putBlob(name, await blob(part.digest));
  await client.putManifest(name, manifest, mediaType);
}

const checkApp = (config: object) =>
  check(dir("app"), {
    parts: ["packages", "vulnerabilities"],
    directory: folder,
    config: { base: dir("old"), cache: { enabled: false }, ...config },
  });

describe("advice about the base image", () => {
  it("puts the one first that leaves least, and counts what each clears", async () => {
    const report = await checkApp({ "base-candidates": [dir("middle"), dir("new")] });
    const { current, vulnerabilities, candidates } = report.baseAdvice!;
    expect(current).toBe(dir("old"));
    expect(vulnerabilities).toBeGreaterThan(1);
    const [best, second] = candidates;
    expect(best).toMatchObject({
      reference: dir("new"),
      cleared: vulnerabilities,
      kept: 0,
      added: 0,
      remaining: {},
    });
    expect(second?.reference).toBe(dir("middle"));
    expect(second!.cleared + second!.kept).toBe(vulnerabilities);
    expect(second?.kept).toBeGreaterThan(0);
    expect(parseReport(JSON.parse(JSON.stringify(report)))).toMatchObject({
      baseAdvice: { current },
    });
  });

  it("counts only what the base brought", async () => {
    const report = await checkApp({ "base-candidates": [dir("new")] });
    const brought = new Set(
      report.findings.flatMap(({ inBase, vulnerability }) =>
        inBase && vulnerability ? vulnerability.id : [],
      ),
    );
    expect(report.findings.some(({ inBase }) => inBase === false)).toBe(true);
    expect(report.baseAdvice?.vulnerabilities).toBe(brought.size);
  });

  it("edits the Dockerfile that names the base, for a better one only", async () => {
    const dockerfile = [at("Dockerfile")];
    const better = await checkApp({ "base-candidates": [dir("new")], dockerfile });
    expect(better.baseAdvice?.edits).toEqual([
      { path: at("Dockerfile"), startLine: 1, endLine: 1, replacement: `FROM ${dir("new")}` },
    ]);
    const worse = await check(dir("app"), {
      parts: ["packages", "vulnerabilities"],
      config: {
        base: dir("old"),
        cache: { enabled: false },
        "base-candidates": [dir("app")],
        dockerfile,
      },
    });
    expect(worse.baseAdvice?.edits).toBeUndefined();
  });

  it("reports a candidate that cannot be opened, and keeps the others", async () => {
    const report = await checkApp({ "base-candidates": [dir("gone"), dir("new")] });
    expect(report.baseAdvice?.candidates).toHaveLength(1);
    expect(report.incomplete).toMatchObject([{ what: `base candidate ${dir("gone")}` }]);
  });

  it("says so when the base image is not known", async () => {
    const report = await checkApp({ base: undefined, "base-candidates": [dir("new")] });
    expect(report.baseAdvice).toBeUndefined();
    expect(report.incomplete).toMatchObject([{ what: "advice about the base image" }]);
  });

  it("compares tags of the same repository that were checked on this machine, on request", async () => {
    const server = await startRegistry();
    const client = createRegistryClient({ insecure: [server.host] });
    try {
      const tag = (name: string) => `${server.host}/base:${name}`;
      for (const name of ["old", "new"]) await push(client, at(name), tag(name));
      await push(client, at("middle"), `${server.host}/other:middle`);
      const config = {
        cache: { directory: at("cache") },
        registry: { insecure: [server.host] },
      };
      for (const seen of [tag("old"), tag("new"), `${server.host}/other:middle`]) {
        await check(seen, { parts: ["packages"], config });
      }
      const report = await checkApp({ ...config, base: undefined, "suggest-base": true });
      expect(report.baseAdvice).toMatchObject({
        current: tag("old"),
        candidates: [{ reference: tag("new"), kept: 0 }],
      });
      expect(report.baseAdvice?.candidates[0]?.digest).toMatch(/^sha256:/);
    } finally {
      await client.close();
      await server.close();
    }
  });

  it("is printed, and not asked for by itself", async () => {
    const args = ["scan", dir("app"), "--base", dir("old"), "--no-cache"];
    const { out } = await run(...args, "--base-candidate", dir("new"));
    expect(out).toContain("Other bases");
    expect(out.replace(/\s+/g, " ")).toContain("none is left");
    expect((await run(...args)).out).not.toContain("Other bases");
  });
});
