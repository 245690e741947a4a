import { createHash, generateKeyPairSync } from "node:crypto";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildAdvisories, matchPackages, openAdvisories } from "../../src/index.ts";
import { shardFileName } from "../../src/shards/index-format.ts";
import { signIndex } from "../../src/shards/signature.ts";
import { installed, inventory, osv, temporaryFolder } from "../support.ts";

async function built(): Promise<string> {
  const folder = await temporaryFolder();
  const feed = join(folder, "feed.json");
  const events = [{ introduced: "0" }, { fixed: "1.2.0" }];
  const records = [osv("GHSA-1", "npm", "a", events), osv("PYSEC-1", "PyPI", "a", events)];
  await writeFile(feed, JSON.stringify(records));
  const out = join(folder, "out");
  await buildAdvisories({ from: [feed], out });
  return out;
}

/** The npm shard's file to match with. */
async function npmShard(directory: string): Promise<string> {
  return (await readdir(directory)).find((name) => name.startsWith("npm-"))!;
}

/** Puts other content in place of the npm shard, with the digest that index.json then names. */
async function replaceShard(directory: string, content: Buffer): Promise<void> {
  const index = JSON.parse(await readFile(join(directory, "index.json"), "utf8"));
  const entry = index.shards.find((shard: { key: string }) => shard.key === "npm");
  entry.match.sha256 = createHash("sha256").update(content).digest("hex");
  await writeFile(join(directory, shardFileName("npm", "match", entry.match)), content);
  await writeFile(join(directory, "index.json"), JSON.stringify(index));
}

describe("opening advisories", () => {
  it("reads a shard once, when it is asked for", async () => {
    const store = await openAdvisories({ directory: await built() });
    expect([...store.keys]).toEqual(["npm", "pypi"]);
    const shard = await store.shard("npm");
    expect(shard).toBe(await store.shard("npm"));
    expect(shard).toMatchObject({ key: "npm", scheme: "semver", feed: "osv/npm" });
    expect(shard?.affecting("a")).toMatchObject([
      { advisory: { id: "GHSA-1" }, intervals: [{ introduced: "0", fixed: "1.2.0" }] },
    ]);
    expect(await store.shard("debian-12")).toBeUndefined();
  });

  it("says what to do when the folder is missing or holds something else", async () => {
    const folder = await temporaryFolder();
    await expect(openAdvisories({ directory: folder })).rejects.toMatchObject({
      code: "NOT_FOUND",
      action: expect.stringContaining("plimsoll advisories build"),
    });
    const day = "2026-11-25T00:00:00Z";
    const contents: [string, string][] = [
      ["{", "MALFORMED"],
      ["null", "UNSUPPORTED"],
      ['{"format":1}', "UNSUPPORTED"],
      ['{"format":2,"updated":"","sources":[],"shards":[]}', "MALFORMED"],
      [`{"format":2,"created":"${day}","updated":"","sources":[],"shards":[null]}`, "MALFORMED"],
      [`{"format":2,"created":"${day}","updated":"","sources":[1],"shards":[]}`, "MALFORMED"],
    ];
    for (const [content, code] of contents) {
      await writeFile(join(folder, "index.json"), content);
      await expect(openAdvisories({ directory: folder })).rejects.toMatchObject({ code });
    }
  });

  it("never reads a file outside of the folder", async () => {
    const directory = await built();
    const path = join(directory, "index.json");
    const index = await readFile(path, "utf8");
    for (const name of ["../secret", "/etc/passwd", "npm/../../x"]) {
      await writeFile(path, index.replace('"key":"npm"', `"key":"${name}"`));
      await expect(openAdvisories({ directory })).rejects.toMatchObject({ code: "MALFORMED" });
      await writeFile(path, index.replace(/"sha256":"[^"]*"/, `"sha256":"${name}"`));
      await expect(openAdvisories({ directory })).rejects.toMatchObject({ code: "MALFORMED" });
    }
  });
});

describe("a shard that is not as it should be", () => {
  it("is refused when it was changed", async () => {
    const directory = await built();
    await writeFile(join(directory, await npmShard(directory)), gzipSync("{}"));
    const store = await openAdvisories({ directory });
    await expect(store.shard("npm")).rejects.toMatchObject({ code: "DIGEST_MISMATCH" });
  });

  it.each([
    ["text", Buffer.from("not gzip"), "MALFORMED"],
    ["no JSON", gzipSync("{"), "MALFORMED"],
    ["null", gzipSync("null"), "UNSUPPORTED"],
    ["another format", gzipSync('{"format":7}'), "UNSUPPORTED"],
    ["no lists", gzipSync('{"format":2,"key":"npm","feed":"x","scheme":"semver"}'), "MALFORMED"],
    ["a bomb", gzipSync(Buffer.alloc(500 * 1024 ** 2), { level: 1 }), "LIMIT_EXCEEDED"],
  ])("is refused when it is %s", async (_, content, code) => {
    const directory = await built();
    await replaceShard(directory, content);
    const store = await openAdvisories({ directory });
    await expect(store.shard("npm")).rejects.toMatchObject({ code });
  });

  it("never throws anything but a typed error, whatever it holds", async () => {
    const directory = await built();
    const rows = fc.array(
      fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.tuple(fc.constant("a"), fc.jsonValue())),
    );
    await fc.assert(
      fc.asyncProperty(rows, rows, fc.jsonValue(), async (advisories, packages, more) => {
        const shard = { format: 2, key: "npm", feed: "x", scheme: "semver" };
        const text = JSON.stringify({ ...shard, advisories, packages, more });
        await replaceShard(directory, gzipSync(text));
        const list = inventory([installed("npm", "a", "1.0.0")]);
        const { findings, incomplete } = await matchPackages(
          list,
          await openAdvisories({ directory }),
        );
        expect(findings).toEqual([]);
        for (const { code } of incomplete) expect(code).toBe("MALFORMED");
      }),
      { numRuns: 50 },
    );
  });

  it("does not keep the packages of other shards from being matched", async () => {
    const directory = await built();
    const shard = {
      format: 2,
      key: "npm",
      feed: "x",
      scheme: "semver",
      advisories: [],
    };
    const packages = [["a", [[0, [["0"]]]]]];
    await replaceShard(directory, gzipSync(JSON.stringify({ ...shard, packages })));
    const list = inventory([installed("npm", "a", "1.0.0"), installed("pypi", "a", "1.0")]);
    const store = await openAdvisories({ directory });
    const { findings, incomplete } = await matchPackages(list, store);
    expect(findings.map((finding) => finding.vulnerability?.id)).toEqual(["PYSEC-1"]);
    expect(incomplete).toMatchObject([{ code: "MALFORMED", what: "a 1.0.0" }]);

    for (const name of await readdir(directory)) {
      if (name.startsWith("npm-")) await writeFile(join(directory, name), "changed");
    }
    const changed = await matchPackages(list, await openAdvisories({ directory }));
    expect(changed.findings).toHaveLength(1);
    expect(changed.incomplete).toMatchObject([
      { code: "DIGEST_MISMATCH", what: "advisories for npm" },
    ]);
  });
});

describe("what describes a finding", () => {
  it("is read only when there is one", async () => {
    const directory = await built();
    const about = (await readdir(directory)).find((name) => name.startsWith("npm.about-"))!;
    const list = (version: string) => inventory([installed("npm", "a", version)]);
    const described = await matchPackages(list("1.0.0"), await openAdvisories({ directory }));
    expect(described.findings[0]).toMatchObject({
      title: "a 1.0.0: a is broken (GHSA-1)",
      vulnerability: { summary: "a is broken", published: "2025-01-02T03:04:05Z" },
    });
    await rm(join(directory, about));
    const safe = await matchPackages(list("1.2.0"), await openAdvisories({ directory }));
    expect(safe).toMatchObject({ findings: [], incomplete: [] });
    const bare = await matchPackages(list("1.0.0"), await openAdvisories({ directory }));
    expect(bare.findings.map(({ title }) => title)).toEqual(["a 1.0.0: GHSA-1"]);
    expect(bare.incomplete).toMatchObject([
      { code: "READ_FAILED", what: "descriptions of the advisories for npm" },
    ]);
  });
});

describe("the signature of a folder", () => {
  it.each(["ed25519", "ec"] as const)("is asked for by a key: %s", async (kind) => {
    const directory = await built();
    const pair = () =>
      kind === "ec"
        ? generateKeyPairSync("ec", { namedCurve: "prime256v1" })
        : generateKeyPairSync("ed25519");
    const { privateKey, publicKey } = pair();
    const pem = (key: typeof publicKey) => key.export({ type: "spki", format: "pem" }).toString();
    const open = (key: string) => openAdvisories({ directory, key });
    await expect(open(pem(publicKey))).rejects.toMatchObject({ code: "SIGNATURE_INVALID" });
    const index = await readFile(join(directory, "index.json"));
    await writeFile(join(directory, "index.json.sig"), signIndex(index, privateKey));
    expect([...(await open(pem(publicKey))).keys]).toEqual(["npm", "pypi"]);
    const other = pem(pair().publicKey);
    await expect(open(other)).rejects.toMatchObject({ code: "SIGNATURE_INVALID" });
    await expect(open("no key")).rejects.toMatchObject({ code: "KEY_INVALID" });
    await writeFile(join(directory, "index.json"), `${index} `);
    await expect(open(pem(publicKey))).rejects.toMatchObject({ code: "SIGNATURE_INVALID" });
  });
});

it("says that a folder is dated in the future, and uses it", async () => {
  const directory = await built();
  const now = new Date("2020-01-01T00:00:00Z");
  const { info } = await openAdvisories({ directory, now });
  expect(info.note).toContain("dated in the future");
});
