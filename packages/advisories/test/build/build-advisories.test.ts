import { readdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import { buildAdvisories, matchPackages, openAdvisories } from "../../src/index.ts";
import { installed, inventory, osv, temporaryFolder, zip } from "../support.ts";

const fixed = [{ introduced: "0" }, { fixed: "1.2.0" }];
const now = new Date("2026-11-25T00:00:00Z");

async function build(records: unknown[], out?: string) {
  const folder = await temporaryFolder();
  const feed = join(folder, "feed.jsonl");
  await writeFile(feed, records.map((record) => JSON.stringify(record)).join("\n"));
  const directory = out ?? join(folder, "out");
  const summary = await buildAdvisories({ from: [feed], out: directory, now });
  return { directory, summary };
}

async function matched(directory: string, type: string, name: string, version: string) {
  const store = await openAdvisories({ directory });
  const distribution = type === "deb" ? { id: "debian", versionId: "12" } : undefined;
  const list = inventory([installed(type, name, version)], distribution);
  const { findings, incomplete } = await matchPackages(list, store);
  return { ids: findings.map((finding) => finding.vulnerability?.id), findings, incomplete };
}

describe("building advisories", () => {
  it("makes a shard for each ecosystem and each release of a distribution", async () => {
    const { directory, summary } = await build([
      osv("GHSA-1", "npm", "a", fixed),
      osv("PYSEC-1", "PyPI", "Foo_Bar", fixed),
      osv("DSA-1-1", "Debian:12", "a", fixed),
      osv("ALPINE-1", "Alpine:v3.20", "a", fixed),
      osv("UBUNTU-1", "Ubuntu:22.04:LTS", "a", fixed),
      osv("UBUNTU-2", "Ubuntu:Pro:FIPS:22.04:LTS", "a", fixed),
      osv("RHSA-1", "Red Hat:rhel_eus:9.2::appstream", "a", fixed),
      osv("SUSE-SU-1", "SUSE:Linux Enterprise Server 15 SP3-LTSS", "a", fixed),
      osv("GHA-1", "GitHub Actions", "a/b", fixed),
    ]);
    const keys = summary.shards.map(({ key }) => key).sort();
    expect(keys).toEqual(["alpine-v3.20", "debian-12", "npm", "pypi", "ubuntu-22.04"]);
    expect(summary).toMatchObject({ records: 9, broken: 0, updated: "2026-01-02T03:04:05Z" });
    expect(summary.unsupported).toEqual({
      "GitHub Actions": 1,
      "Red Hat:rhel_eus:9.2::appstream": 1,
      "SUSE:Linux Enterprise Server 15 SP3-LTSS": 1,
      "Ubuntu:Pro:FIPS:22.04:LTS": 1,
    });
    const store = await openAdvisories({ directory });
    expect(store.info).toEqual({
      source: "directory",
      updated: "2026-01-02T03:04:05Z",
      advisories: 5,
    });
  });

  it("gives the same bytes for the same records, in whatever order they come", async () => {
    const records = [
      osv("GHSA-1", "npm", "a", fixed, { aliases: ["CVE-2020-1", "CVE-2020-2"] }),
      osv("GHSA-2", "npm", "a", fixed),
      osv("GHSA-3", "npm", "b", fixed),
      osv("RHSA-1", "Red Hat:enterprise_linux:9::appstream", "a", fixed),
      osv("RHSA-2", "Red Hat:enterprise_linux:9::baseos", "a", fixed),
    ];
    const one = await build(records);
    const two = await build([...records, records[1]].reverse());
    for (const name of await readdir(one.directory)) {
      const bytes = await readFile(join(one.directory, name));
      expect(bytes.equals(await readFile(join(two.directory, name))), name).toBe(true);
    }
  });

  it("takes several feeds, also from URLs that end in the same name", async () => {
    const server = createServer((request, response) => {
      const ecosystem = request.url?.split("/")[1] ?? "";
      response.end(JSON.stringify(osv(`X-${ecosystem}`, ecosystem, "a", fixed)));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const from = ["npm", "PyPI"].map((name) => `http://127.0.0.1:${port}/${name}/all.json`);
    const phases = new Set<string>();
    const { shards } = await buildAdvisories({
      from,
      out: join(await temporaryFolder(), "out"),
      progress: ({ phase }) => phases.add(phase),
    });
    expect(shards.map(({ key }) => key)).toEqual(["npm", "pypi"]);
    expect([...phases]).toEqual(["download", "write"]);
  });

  it("skips and names broken records, and keeps the rest", async () => {
    const { directory, summary } = await build([
      osv("GHSA-1", "npm", "a", fixed),
      { id: "GHSA-2" },
      "text",
      null,
    ]);
    expect(summary).toMatchObject({ records: 1, broken: 3 });
    expect(summary.incomplete).toHaveLength(3);
    expect(summary.incomplete[0]?.what).toMatch(/feed\.jsonl:2$/);
    expect((await matched(directory, "npm", "a", "1.0.0")).ids).toEqual(["GHSA-1"]);
  });

  it("takes the newest copy of a record, and leaves withdrawn ones out", async () => {
    const newer = { modified: "2026-05-05T00:00:00Z" };
    const { directory, summary } = await build([
      osv("GHSA-1", "npm", "a", [{ introduced: "0" }, { fixed: "9.0.0" }], newer),
      osv("GHSA-1", "npm", "a", fixed),
      osv("GHSA-2", "npm", "a", fixed),
      osv("GHSA-2", "npm", "a", fixed, { ...newer, withdrawn: "2026-05-05T00:00:00Z" }),
    ]);
    expect(summary.withdrawn).toBe(1);
    const { findings } = await matched(directory, "npm", "a", "1.0.0");
    expect(findings.map(({ vulnerability }) => vulnerability)).toMatchObject([
      { id: "GHSA-1", fixedVersion: "9.0.0" },
    ]);
  });

  it("is not fooled about its age by records from the future", async () => {
    const future = { modified: "9999-01-01T00:00:00Z" };
    const { summary } = await build([
      osv("GHSA-1", "npm", "a", fixed, future),
      osv("GHSA-2", "npm", "a", fixed),
    ]);
    expect(summary.updated).toBe("2026-01-02T03:04:05Z");
  });

  it("borrows the rating of a CVE from other feeds where a feed does not rate it", async () => {
    const score = { type: "CVSS_V3", score: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H" };
    const { directory } = await build([
      osv("DSA-1-1", "Debian:12", "a", fixed, { upstream: ["CVE-2020-1", "CVE-2020-2"] }),
      osv("X-1", "GitHub Actions", "a", fixed, { aliases: ["CVE-2020-1"], severity: [score] }),
    ]);
    const { findings } = await matched(directory, "deb", "a", "1.0");
    expect(findings.map(({ severity }) => severity)).toEqual(["critical", "unknown"]);
    expect(findings[0]?.vulnerability?.cvss?.score).toBe(9.8);
  });

  it("keeps advisories whose range cannot be compared, so that matching can say so", async () => {
    const odd = [{ introduced: "0" }, { last_affected: "2.6.0-cu124" }];
    const { directory, summary } = await build([osv("PYSEC-1", "PyPI", "torch", odd)]);
    expect(summary.unreadable).toBe(1);
    const { ids, incomplete } = await matched(directory, "pypi", "torch", "2.5.0");
    expect(ids).toEqual([]);
    expect(incomplete).toMatchObject([{ code: "MALFORMED", what: "torch in opt/torch" }]);
  });

  it("takes package names for data, never for properties of objects", async () => {
    const names = ["__proto__", "constructor", "toString", "hasOwnProperty"];
    const { directory } = await build(names.map((name, i) => osv(`X-${i}`, "npm", name, fixed)));
    for (const [index, name] of names.entries()) {
      expect((await matched(directory, "npm", name, "1.0.0")).ids).toEqual([`X-${index}`]);
    }
    expect((await matched(directory, "npm", "valueOf", "1.0.0")).ids).toEqual([]);
    expect(({} as { ids?: unknown }).ids).toBeUndefined();
  });

  it("survives any JSON as a feed", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue(), { maxLength: 5 }), async (values) => {
        const { summary } = await build([osv("X-1", "npm", "a", fixed), ...values]);
        expect(summary.records).toBeGreaterThanOrEqual(1);
      }),
      { numRuns: 20 },
    );
  });
});

describe("an earlier build", () => {
  it("is replaced as a whole by a good one", async () => {
    const { directory } = await build([osv("GHSA-1", "npm", "a", fixed)]);
    await build([osv("PYSEC-1", "PyPI", "a", fixed)], directory);
    const names = (await readdir(directory)).map((name) => name.replace(/-[0-9a-f]{16}\./, "."));
    expect(names.sort()).toEqual(["NOTICE", "index.json", "pypi.about.json.gz", "pypi.json.gz"]);
  });

  it("stays when a feed is broken, and nothing is left behind", async () => {
    const { directory } = await build([osv("GHSA-1", "npm", "a", fixed)]);
    const parent = await temporaryFolder();
    const archive = join(parent, "cut.zip");
    await writeFile(archive, zip([{ name: "A.json", content: "{}" }]).subarray(0, 50));
    const empty = join(parent, "empty.jsonl");
    await writeFile(empty, "\n\n");
    for (const from of [archive, empty, join(parent, "missing.json")]) {
      await expect(buildAdvisories({ from: [from], out: directory })).rejects.toMatchObject({
        name: "PlimsollError",
      });
    }
    await expect(build(["nonsense"], directory)).rejects.toMatchObject({ code: "MALFORMED" });
    const foreign = [osv("N-1", "GitHub Actions", "a", fixed)];
    await expect(build(foreign, directory)).rejects.toMatchObject({ code: "UNSUPPORTED" });
    expect((await matched(directory, "npm", "a", "1.0.0")).ids).toEqual(["GHSA-1"]);
    const left = await readdir(join(directory, ".."));
    expect(left.sort()).toEqual(["feed.jsonl", "out"]);
  });

  it("stays when the build is cancelled", async () => {
    const { directory } = await build([osv("GHSA-1", "npm", "a", fixed)]);
    const feed = join(directory, "..", "feed.jsonl");
    const cancelled = buildAdvisories({
      from: [feed],
      out: directory,
      signal: AbortSignal.abort(),
    });
    await expect(cancelled).rejects.toMatchObject({ code: "ABORTED" });
    expect((await matched(directory, "npm", "a", "1.0.0")).ids).toEqual(["GHSA-1"]);
  });

  it("is never taken for a folder with a user's own files", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "thesis.txt"), "years of work");
    const refused = build([osv("GHSA-1", "npm", "a", fixed)], folder);
    await expect(refused).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    expect(await readFile(join(folder, "thesis.txt"), "utf8")).toBe("years of work");
  });
});
