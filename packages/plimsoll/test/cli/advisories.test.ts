import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { startRegistry } from "../../../../test/support/src/registry.ts";
import { run } from "./test-io.ts";

// The mirrors and services of these tests run on this machine.
beforeEach(() => void vi.stubEnv("PLIMSOLL_OFFLINE", ""));
afterEach(() => vi.unstubAllEnvs());

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "plimsoll-advisories-cli-"));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

const record = (id: string, ecosystem: string, name: string, rest: object = {}) => ({
  id,
  modified: new Date(Date.now() - 3_600_000).toISOString(),
  summary: `${name} is broken`,
  affected: [
    {
      package: { ecosystem, name },
      ranges: [{ type: "SEMVER", events: [{ introduced: "1.0.0" }, { fixed: "1.2.0" }] }],
    },
  ],
  ...rest,
});

/** A folder of shards, signed, with its public key; and a bill of materials that it says something about. */
async function built() {
  const base = await folder();
  const [feed, prefix] = [join(base, "feed.json"), join(base, "release")];
  const [out, sbom] = [join(base, "advisories"), join(base, "shop.cdx.json")];
  const aliases = { aliases: ["CVE-2021-0001"] };
  await writeFile(feed, JSON.stringify([record("GHSA-1", "npm", "a", aliases)]));
  const components = [{ type: "library", name: "a", version: "1.0.0", purl: "pkg:npm/a@1.0.0" }];
  await writeFile(sbom, JSON.stringify({ bomFormat: "CycloneDX", specVersion: "1.6", components }));
  await run("sign", "--generate-key", prefix);
  const made = await run(
    "advisories",
    "build",
    "--from",
    feed,
    "--out",
    out,
    "--key",
    `${prefix}.key`,
  );
  expect(made).toMatchObject({ exitCode: 0, err: "" });
  return { base, out, key: `${prefix}.pub`, sbom: `sbom:${sbom}`, cache: join(base, "cache") };
}

describe("plimsoll advisories", () => {
  it("verify tells a folder that is whole and signed from one that is not", async () => {
    const { out, key } = await built();
    const good = await run("advisories", "verify", out, "--advisories-key", key);
    expect(good).toMatchObject({ exitCode: 0, err: "" });
    expect(good.out).toBe("2 of 2 files are as named; the signature holds\n");
    const shard = (await readdir(out)).find((name) => name.startsWith("npm-"))!;
    await writeFile(join(out, shard), "cut");
    const bad = await run("advisories", "verify", out);
    expect(bad.exitCode).toBe(1);
    expect(bad.err).toContain("DIGEST_MISMATCH");
    await writeFile(join(out, "index.json"), `${await readFile(join(out, "index.json"))} `);
    const forged = await run("advisories", "verify", out, "--advisories-key", key);
    expect(forged.exitCode).not.toBe(0);
    expect(forged.err).toContain("signature");
  });

  it("search finds a package and a CVE, with ranges and feed", async () => {
    const { out } = await built();
    for (const query of ["a", "cve-2021-0001", "GHSA-1"]) {
      const found = await run("advisories", "search", query, "--advisories", out);
      expect(found).toMatchObject({ exitCode: 0, err: "" });
      expect(found.out).toContain("npm/a  GHSA-1 CVE-2021-0001  >= 1.0.0, < 1.2.0");
      expect(found.out).toContain("osv/npm");
    }
    const nothing = await run("advisories", "search", "CVE-2021-00011", "--advisories", out);
    expect(nothing).toMatchObject({ exitCode: 1, out: "nothing is known by this name\n" });
  });

  it("status says where advisories come from and how old they are", async () => {
    const { out } = await built();
    const { exitCode, out: text } = await run("advisories", "status", out);
    expect(exitCode).toBe(0);
    expect(text).toContain(`directory: ${out}`);
    expect(text).toContain("1 in 1 shards");
    expect(text).toContain("GitHub Advisory Database: 1 records");
    expect(text).toContain("CC-BY-4.0");
  });

  it("go through a registry to a check, and from a mirror to a folder", async () => {
    const { base, out, key, sbom, cache } = await built();
    const registry = await startRegistry();
    onTestFinished(() => registry.close());
    const to = `oci://${registry.host}/acme/advisories:latest`;
    const plain = ["--insecure", registry.host];
    const published = await run("advisories", "publish", out, "--to", to, ...plain);
    expect(published.err).toBe("");
    expect(published.out).toMatch(/^published .*@sha256:[0-9a-f]{64}\n$/);

    const mirror = [
      ...plain,
      "--advisories-mirror",
      to,
      "--advisories-key",
      key,
      "--cache-dir",
      cache,
    ];
    const checked = await run("scan", sbom, ...mirror, "--format", "json");
    const report = JSON.parse(checked.out);
    expect(report.advisories).toMatchObject({ source: "mirror", advisories: 1 });
    expect(report.findings.map((one: { title: string }) => one.title)).toEqual([
      "a 1.0.0: a is broken (CVE-2021-0001)",
    ]);
    const before = registry.requests.length;
    const offline = await run("scan", sbom, ...mirror, "--offline", "--format", "json");
    expect(JSON.parse(offline.out).findings).toHaveLength(1);
    expect(registry.requests).toHaveLength(before);

    const copy = join(base, "copy");
    const pulled = await run("advisories", "pull", ...mirror, "--out", copy);
    expect(pulled).toMatchObject({ exitCode: 0, err: "" });
    expect(pulled.out).toMatch(/^1 shards in 2 files/);
    expect((await readdir(copy)).sort()).toEqual((await readdir(out)).sort());
  });

  it("become npm packages", async () => {
    const { base, out } = await built();
    const packages = join(base, "npm");
    const { exitCode, out: text } = await run(
      ...["advisories", "publish", out, "--npm", "@acme", "--out", packages],
    );
    expect(exitCode).toBe(0);
    expect(text).toContain("npm publish");
    expect((await readdir(packages)).sort()).toEqual(["advisories", "advisories-npm"]);
  });

  it("say what is missing on the command line", async () => {
    for (const argv of [
      [],
      ["burn"],
      ["toString"],
      ["publish"],
      ["pull"],
      ["verify"],
      ["search"],
    ]) {
      const { exitCode, err } = await run("advisories", ...argv);
      expect({ exitCode, said: err !== "" }).toEqual({ exitCode: 2, said: true });
    }
  });

  it("is not hidden when mirrors fail: the report begins with it, and the exit code is 3", async () => {
    const { sbom, cache } = await built();
    const server = createServer((_, response) => void response.writeHead(503).end());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const mirror = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const argv = ["scan", sbom, "--advisories-mirror", mirror, "--cache-dir", cache];
    const { exitCode, out } = await run(...argv);
    expect(exitCode).toBe(3);
    const at = out.split("\n").findIndex((line) => line.includes("No mirror gave advisories"));
    expect(at).toBeGreaterThanOrEqual(0);
    expect(at).toBeLessThan(12);
    const refused = await run(...argv, "--offline");
    expect(refused.out).toContain("No advisories were fetched before");
  });

  it("can be asked of a service that speaks like OSV's API", async () => {
    const { base, sbom, cache } = await built();
    const vulnerability = record("GHSA-1", "npm", "a");
    const server = createServer((request, response) => {
      const answer =
        request.method === "POST" ? { results: [{ vulns: [{ id: "GHSA-1" }] }] } : vulnerability;
      request.resume().on("end", () => response.end(JSON.stringify(answer)));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const config = join(base, "plimsoll.yml");
    await writeFile(config, `advisories: { api: "${address}" }\n`);
    const argv = ["scan", sbom, "--config", config, "--cache-dir", cache, "--format", "json"];
    const asked = JSON.parse((await run(...argv)).out);
    expect(asked.advisories).toMatchObject({ source: "osv-api", advisories: 1 });
    expect(asked.findings).toHaveLength(1);
    for (const option of ["--offline", "--no-osv-api"]) {
      const without = JSON.parse((await run(...argv, option)).out);
      expect(without.advisories.source).toBe("baseline");
    }
    vi.stubEnv("PLIMSOLL_OFFLINE", "1");
    const offline = JSON.parse((await run(...argv)).out);
    expect(offline.advisories.source).toBe("baseline");
  });

  it("are asked of OSV's API by default; when it cannot be reached, the report begins with that", async () => {
    const { sbom, cache } = await built();
    const asked = vi.spyOn(globalThis, "fetch").mockRejectedValue(new TypeError("fetch failed"));
    onTestFinished(() => asked.mockRestore());
    const { exitCode, out } = await run("scan", sbom, "--cache-dir", cache);
    expect(exitCode).toBe(0);
    expect(asked.mock.calls.map(([url]) => url)).toEqual(["https://api.osv.dev"]);
    const at = out.split("\n").findIndex((line) => line.includes("OSV's API could not be asked"));
    expect(at).toBeGreaterThanOrEqual(0);
    expect(at).toBeLessThan(12);
    expect(out).toContain("embedded baseline");
  });

  it("of a service that was named and fails are missing", async () => {
    const { base, sbom, cache } = await built();
    const server = createServer((_, response) => void response.writeHead(503).end());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const config = join(base, "plimsoll.yml");
    await writeFile(config, `advisories: { api: "${address}" }\n`);
    const { exitCode, out } = await run("scan", sbom, "--config", config, "--cache-dir", cache);
    expect(exitCode).toBe(3);
    expect(out).toContain("SERVER_ERROR");
  });
});
