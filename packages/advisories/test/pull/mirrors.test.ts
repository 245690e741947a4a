import { generateKeyPairSync } from "node:crypto";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { matchPackages, openAdvisories, pullAdvisories } from "../../src/index.ts";
import { signAdvisories } from "../../src/publish/sign-advisories.ts";
import { installed, inventory, temporaryFolder, vulnerabilitiesIn } from "../support.ts";
import { now, published, type Site, serve, tamper } from "./support.ts";

const npm = () => inventory([installed("npm", "a", "1.0.0")]);

async function open(sites: readonly Site[], cache: string, rest: object = {}) {
  return openAdvisories({ mirrors: sites.map(({ url }) => url), cache, now, ...rest });
}

/** What is found through mirrors, and what was missing. */
async function found(sites: readonly Site[], cache: string, rest: object = {}) {
  const store = await open(sites, cache, rest);
  const { findings, incomplete } = await matchPackages(npm(), store);
  return {
    source: store.info.source,
    note: store.info.note,
    fixed: findings.map(({ vulnerability }) => vulnerability?.fixedVersion),
    incomplete: [...(store.incomplete ?? []), ...incomplete].map(({ code }) => code),
  };
}

const clean = { source: "mirror", note: undefined, fixed: ["1.2.0"], incomplete: [] };

describe("advisories of a mirror", () => {
  it("cost one request when nothing changed, and only the shards that are needed", async () => {
    const site = await serve(await published());
    const cache = await temporaryFolder();
    expect(await found([site], cache)).toEqual(clean);
    const asked = site.requests.map((line) => line.replace(/-[0-9a-f]{16}\./, "."));
    expect(asked).toEqual([
      "200 /index.json",
      "404 /index.json.sig",
      "200 /npm.json.gz",
      "200 /npm.about.json.gz",
    ]);
    site.requests.length = 0;
    expect(await found([site], cache)).toEqual(clean);
    expect(site.requests).toEqual(["304 /index.json"]);
  });

  it("are fetched anew only where they changed", async () => {
    const site = await serve(await published({ hoursAgo: 5 }));
    const cache = await temporaryFolder();
    const list = inventory([installed("npm", "a", "1.0.0"), installed("pypi", "a", "1.0")]);
    await matchPackages(list, await open([site], cache));
    site.directory = await published({ hoursAgo: 1, fixed: "1.3.0" });
    site.requests.length = 0;
    const { findings } = await matchPackages(list, await open([site], cache));
    expect(vulnerabilitiesIn(findings)).toEqual(["GHSA-1", "PYSEC-1"]);
    const shards = site.requests.filter((line) => line.endsWith(".json.gz"));
    // What describes the advisory did not change with its fixed version.
    expect(shards.map((line) => line.replace(/-.*/, ""))).toEqual(["200 /npm"]);
  });

  it("work without a network once they were fetched, and ask nobody offline", async () => {
    const site = await serve(await published());
    const cache = await temporaryFolder();
    await found([site], cache);
    site.requests.length = 0;
    expect(await found([site], cache, { offline: true })).toEqual(clean);
    expect(site.requests).toEqual([]);
    site.status = 503;
    const failing = await found([site], cache);
    expect(failing).toMatchObject({ fixed: ["1.2.0"], incomplete: ["SERVER_ERROR"] });
    expect(failing.note).toContain("a mirror failed");
  });

  it("give way to the embedded baseline when there are none, and say so", async () => {
    const site = await serve(await published());
    site.status = 500;
    const cache = await temporaryFolder();
    const store = await open([site], cache);
    expect(store.info).toMatchObject({
      source: "baseline",
      note: expect.stringContaining("No mirror gave advisories"),
    });
    expect(store.incomplete).toMatchObject([{ code: "NOT_FOUND" }, { code: "SERVER_ERROR" }]);
    const offline = await open([site], cache, { offline: true });
    expect(offline.info.note).toContain("No advisories were fetched before");
  });

  it("come from the next mirror when the first fails, file by file", async () => {
    const directory = await published();
    const [broken, good] = [await serve(directory), await serve(directory)];
    const copy = await published();
    await tamper(copy, "npm-", (bytes) => bytes.subarray(0, 20));
    broken.directory = copy;
    expect(await found([broken, good], await temporaryFolder())).toEqual(clean);
    expect(good.requests).toHaveLength(1);
    broken.status = 404;
    const fallen = await found([broken, good], await temporaryFolder());
    expect(fallen).toMatchObject({ fixed: ["1.2.0"], incomplete: [] });
    expect(fallen.note).toContain("a mirror failed: The server answered 404");
  });

  it.each([
    ["changed", (bytes: Buffer) => Buffer.concat([bytes, Buffer.from("x")]), "LIMIT_EXCEEDED"],
    ["of the same length", (bytes: Buffer) => Buffer.from(bytes).fill(7, 10), "DIGEST_MISMATCH"],
    ["cut", (bytes: Buffer) => bytes.subarray(0, 20), "DIGEST_MISMATCH"],
  ])("are refused when a shard is %s", async (_, change, code) => {
    const directory = await published();
    await tamper(directory, "npm-", change);
    const site = await serve(directory);
    const { fixed, incomplete } = await found([site], await temporaryFolder());
    expect({ fixed, incomplete }).toEqual({ fixed: [], incomplete: [code] });
  });

  it("are fetched again when the copy at hand was changed", async () => {
    const site = await serve(await published());
    const cache = await temporaryFolder();
    await found([site], cache);
    const [set] = await readdir(join(cache, "advisories"));
    await tamper(join(cache, "advisories", set!), "npm-", () => Buffer.from("half"));
    expect(await found([site], cache)).toEqual(clean);
  });

  it("are not taken back to an older state", async () => {
    const site = await serve(await published({ hoursAgo: 1 }));
    const cache = await temporaryFolder();
    await found([site], cache);
    site.directory = await published({ hoursAgo: 48, fixed: "0.0.1" });
    const { fixed, incomplete } = await found([site], cache);
    expect({ fixed, incomplete }).toEqual({ fixed: ["1.2.0"], incomplete: ["SERVER_ERROR"] });
  });

  it("are refused when they are dated in the future, and the old ones stay", async () => {
    const site = await serve(await published());
    const cache = await temporaryFolder();
    await found([site], cache);
    site.directory = await published({ hoursAgo: -72, fixed: "9.9.9" });
    const { fixed, incomplete, note } = await found([site], cache);
    expect({ fixed, incomplete }).toEqual({ fixed: ["1.2.0"], incomplete: ["MALFORMED"] });
    expect(note).toContain("dated in the future");
  });

  it("stay in use when the clock of this machine is set back", async () => {
    const site = await serve(await published());
    const cache = await temporaryFolder();
    await found([site], cache);
    const past = { now: new Date("2020-01-01T00:00:00Z") };
    expect(await found([site], cache, { ...past, offline: true })).toEqual(clean);
    site.directory = await published({ hoursAgo: 0, fixed: "1.3.0" });
    const { fixed, incomplete } = await found([site], cache, past);
    expect({ fixed, incomplete }).toEqual({ fixed: ["1.2.0"], incomplete: ["MALFORMED"] });
  });

  it("keep the old ones when a table of contents is only half there", async () => {
    const site = await serve(await published());
    const cache = await temporaryFolder();
    await found([site], cache);
    const half = await published({ hoursAgo: 0 });
    await tamper(half, "index.json", (bytes) => bytes.subarray(0, 300));
    site.directory = half;
    const { fixed, incomplete } = await found([site], cache);
    expect({ fixed, incomplete }).toEqual({ fixed: ["1.2.0"], incomplete: ["MALFORMED"] });
  });

  it("survive jobs side by side", async () => {
    const site = await serve(await published());
    const cache = await temporaryFolder();
    const jobs = await Promise.all(Array.from({ length: 8 }, () => found([site], cache)));
    for (const job of jobs) expect(job).toEqual(clean);
    const [set] = await readdir(join(cache, "advisories"));
    const names = await readdir(join(cache, "advisories", set!));
    expect(names.filter((name) => name.startsWith("."))).toEqual([]);
  });

  it("need HTTPS or a signature from elsewhere", async () => {
    const mirrors = ["http://mirror.example/advisories"];
    await expect(openAdvisories({ mirrors })).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    await expect(openAdvisories({ mirrors: ["ftp://x"] })).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
    });
  });
});

describe("a key for a mirror", () => {
  it("lets only what it signed in", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("ed25519");
    const key = publicKey.export({ type: "spki", format: "pem" }).toString();
    const signed = await published({ hoursAgo: 3 });
    await signAdvisories(signed, privateKey);
    const site = await serve(signed);
    const cache = await temporaryFolder();
    expect(await found([site], cache, { key })).toEqual(clean);
    site.directory = await published({ hoursAgo: 2, fixed: "0.0.1" });
    const unsigned = await found([site], cache, { key });
    expect(unsigned).toMatchObject({ fixed: ["1.2.0"], incomplete: ["SIGNATURE_INVALID"] });
    const other = generateKeyPairSync("ed25519").privateKey;
    await signAdvisories(site.directory, other);
    const foreign = await found([site], cache, { key });
    expect(foreign).toMatchObject({ fixed: ["1.2.0"], incomplete: ["SIGNATURE_INVALID"] });
  });
});

describe("pulling everything", () => {
  it("makes a folder that needs no mirror", async () => {
    const directory = await published();
    const site = await serve(directory);
    const out = join(await temporaryFolder(), "out");
    const summary = await pullAdvisories({ mirrors: [site.url], out, now });
    expect((await readdir(out)).sort()).toEqual((await readdir(directory)).sort());
    expect(summary.files).toBe(8);
    const { findings } = await matchPackages(npm(), await openAdvisories({ directory: out, now }));
    expect(findings).toHaveLength(1);
  });

  it("leaves the folder as it was when a shard is missing", async () => {
    const old = await published({ hoursAgo: 9 });
    const directory = await published();
    const site = await serve(directory);
    await tamper(directory, "pypi-", () => Buffer.from("x"));
    const before = await readdir(old);
    await expect(pullAdvisories({ mirrors: [site.url], out: old, now })).rejects.toMatchObject({
      code: "DIGEST_MISMATCH",
    });
    expect(await readdir(old)).toEqual(before);
    await writeFile(join(old, "notes.txt"), "mine");
    await expect(pullAdvisories({ mirrors: [site.url], out: old, now })).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
    });
  });
});
