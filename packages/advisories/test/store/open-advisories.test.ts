import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildAdvisories, matchPackages, openAdvisories } from "../../src/index.ts";
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

/** Puts other content in place of the npm shard, with the digest that index.json then names. */
async function replaceShard(directory: string, content: Buffer): Promise<void> {
  const index = JSON.parse(await readFile(join(directory, "index.json"), "utf8"));
  const entry = index.shards.find((shard: { key: string }) => shard.key === "npm");
  entry.sha256 = createHash("sha256").update(content).digest("hex");
  await writeFile(join(directory, "npm.json.gz"), content);
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
    const contents: [string, string][] = [
      ["{", "MALFORMED"],
      ["null", "UNSUPPORTED"],
      ['{"format":2}', "UNSUPPORTED"],
      ['{"format":1,"updated":"","shards":[null]}', "MALFORMED"],
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
    for (const name of ["../secret.json.gz", "/etc/passwd", "npm/../../x.json.gz"]) {
      await writeFile(path, index.replace("npm.json.gz", name));
      await expect(openAdvisories({ directory })).rejects.toMatchObject({ code: "MALFORMED" });
    }
  });
});

describe("a shard that is not as it should be", () => {
  it("is refused when it was changed", async () => {
    const directory = await built();
    await writeFile(join(directory, "npm.json.gz"), gzipSync("{}"));
    const store = await openAdvisories({ directory });
    await expect(store.shard("npm")).rejects.toMatchObject({ code: "DIGEST_MISMATCH" });
  });

  it.each([
    ["text", Buffer.from("not gzip"), "MALFORMED"],
    ["no JSON", gzipSync("{"), "MALFORMED"],
    ["null", gzipSync("null"), "UNSUPPORTED"],
    ["another format", gzipSync('{"format":7}'), "UNSUPPORTED"],
    ["no lists", gzipSync('{"format":1,"key":"npm","feed":"x","scheme":"semver"}'), "MALFORMED"],
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
      fc.asyncProperty(rows, rows, fc.jsonValue(), async (advisories, packages, ratings) => {
        const shard = { format: 1, key: "npm", feed: "x", scheme: "semver" };
        const text = JSON.stringify({ ...shard, advisories, packages, ratings });
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
      format: 1,
      key: "npm",
      feed: "x",
      scheme: "semver",
      advisories: [],
      ratings: [],
    };
    const packages = [["a", [[0, [["0"]]]]]];
    await replaceShard(directory, gzipSync(JSON.stringify({ ...shard, packages })));
    const list = inventory([installed("npm", "a", "1.0.0"), installed("pypi", "a", "1.0")]);
    const store = await openAdvisories({ directory });
    const { findings, incomplete } = await matchPackages(list, store);
    expect(findings.map((finding) => finding.vulnerability?.id)).toEqual(["PYSEC-1"]);
    expect(incomplete).toMatchObject([{ code: "MALFORMED", what: "a 1.0.0" }]);

    await mkdir(join(directory, "x"));
    await writeFile(join(directory, "npm.json.gz"), "changed");
    const changed = await matchPackages(list, await openAdvisories({ directory }));
    expect(changed.findings).toHaveLength(1);
    expect(changed.incomplete).toMatchObject([
      { code: "DIGEST_MISMATCH", what: "advisories for npm" },
    ]);
  });
});
