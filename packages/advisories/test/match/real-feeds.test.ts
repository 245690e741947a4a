import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { buildAdvisories, matchPackages, openAdvisories } from "../../src/index.ts";
import {
  installed,
  inventory,
  sharedFile,
  temporaryFolder,
  vulnerabilitiesIn,
} from "../support.ts";

const feeds = ["npm.ghsa-derived", "PyPI", "Go", "Debian.dsa-derived", "Alpine.secdb-derived"];

async function buildFrom(names: readonly string[]): Promise<string | undefined> {
  const paths = names.map((name) => sharedFile(`feeds/osv/${name}.jsonl.gz`));
  if (paths.includes(undefined)) return undefined;
  const out = join(await temporaryFolder(), "advisories");
  const start = performance.now();
  const summary = await buildAdvisories({ from: paths.filter((path) => path !== undefined), out });
  const bytes = summary.shards.reduce((sum, shard) => sum + shard.match.bytes, 0);
  console.log(
    `${summary.records} records in ${Math.round(performance.now() - start)} ms, ${bytes} bytes to match with`,
  );
  expect(summary.broken).toBe(0);
  return out;
}

describe("published feeds from end to end", { timeout: 120_000 }, () => {
  it("find what is known about real packages, and nothing about their fixed versions", async ({
    skip,
  }) => {
    const directory = await buildFrom(feeds);
    if (directory === undefined) return skip("no shared test data");
    const store = await openAdvisories({ directory });
    const ids = async (
      type: string,
      name: string,
      version: string,
      id?: string,
      versionId?: string,
    ) => {
      const distribution = id && versionId ? { id, versionId } : undefined;
      const list = inventory([installed(type, name, version)], distribution);
      const { findings } = await matchPackages(list, store);
      return vulnerabilitiesIn(findings);
    };

    const old = await ids("npm", "lodash", "4.17.4");
    expect(old).toEqual(expect.arrayContaining(["CVE-2018-16487", "CVE-2021-23337"]));
    expect(await ids("npm", "lodash", "4.17.21")).toEqual([]);

    expect(await ids("pypi", "Jinja2", "2.10")).toContain("CVE-2019-10906");
    expect(await ids("pypi", "jinja2", "2.10.1")).not.toContain("CVE-2019-10906");
    expect(await ids("golang", "golang.org/x/net", "v0.16.0")).toContain("CVE-2023-39325");
    expect(await ids("golang", "golang.org/x/net", "v0.17.0")).not.toContain("CVE-2023-39325");

    const curl = await ids("deb", "curl", "7.88.1-10+deb12u3", "debian", "12");
    expect(curl).toContain("CVE-2023-38545");
    const fixed = await ids("deb", "curl", "7.88.1-10+deb12u4", "debian", "12");
    expect(fixed).not.toContain("CVE-2023-38545");

    const xz = await ids("apk", "xz", "5.6.1-r1", "alpine", "3.20.0");
    expect(xz).toContain("CVE-2024-3094");
    expect(await ids("apk", "xz", "5.6.1-r2", "alpine", "3.20.0")).toEqual([]);
    expect(old).toEqual([...new Set(old)]);
  });
});
