import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { baselineKnownExploited } from "../../src/baseline/known-exploited.ts";
import { baselineRows } from "../../src/baseline/open-baseline.ts";
import { readKev } from "../../src/exploitation/read-kev.ts";
import { readOsvRecord } from "../../src/formats/osv/read-osv.ts";
import { matchPackages, openAdvisories } from "../../src/index.ts";
import type { AdvisoryRecord } from "../../src/records/record.ts";
import { parseVersion } from "../../src/versions/compare.ts";
import { installed, inventory, sharedFile, vulnerabilitiesIn } from "../support.ts";

async function ids(type: string, name: string, version: string, versionId?: string) {
  const id = type === "deb" ? "debian" : "alpine";
  const distribution = versionId === undefined ? undefined : { id, versionId };
  const list = inventory([installed(type, name, version)], distribution);
  const { findings } = await matchPackages(list, await openAdvisories());
  return vulnerabilitiesIn(findings);
}

describe("the embedded baseline", () => {
  it("says that it is one and how to get all advisories", async () => {
    const { info } = await openAdvisories();
    expect(info.source).toBe("baseline");
    expect(info.note).toContain("plimsoll advisories build");
    expect(info.advisories).toBeGreaterThanOrEqual(60);
  });

  it.each([
    ["deb", "bash", "4.2+dfsg-0.1", "7", "CVE-2014-6271"],
    ["deb", "openssl", "1.1.1k-1+deb11u1", "11", "CVE-2022-0778"],
    ["deb", "glibc", "2.36-9+deb12u2", "12", "CVE-2023-4911"],
    ["deb", "openssh", "1:9.2p1-2+deb12u2", "12.5", "CVE-2024-6387"],
    ["apk", "xz", "5.6.1-r0", "3.20.0", "CVE-2024-3094"],
    ["apk", "zlib", "1.2.12-r1", "3.17.1", "CVE-2022-37434"],
    ["npm", "lodash", "4.17.4", undefined, "CVE-2018-16487"],
    ["npm", "event-stream", "3.3.6", undefined, "GHSA-mh6f-8j2x-4483"],
    ["npm", "minimist", "1.2.5", undefined, "CVE-2021-44906"],
    ["pypi", "PyYAML", "5.3.1", undefined, "CVE-2020-14343"],
    ["maven", "org.apache.logging.log4j:log4j-core", "2.14.1", undefined, "CVE-2021-44228"],
    ["maven", "org.springframework:spring-beans", "5.3.17", undefined, "CVE-2022-22965"],
    ["golang", "golang.org/x/crypto", "v0.14.0", undefined, "CVE-2023-48795"],
    ["golang", "github.com/opencontainers/runc", "v1.1.5", undefined, "CVE-2024-21626"],
  ])("knows %s %s %s", async (type, name, version, versionId, expected) => {
    expect(await ids(type, name, version, versionId)).toContain(expected);
  });

  it.each([
    ["deb", "glibc", "2.36-9+deb12u10", "12"],
    ["deb", "openssh", "1:9.2p1-2+deb12u3", "12"],
    ["apk", "xz", "5.4.5-r0", "3.20.0"],
    ["npm", "event-stream", "3.3.4", undefined],
    ["npm", "lodash", "4.17.21", undefined],
    ["npm", "ua-parser-js", "0.7.28", undefined],
    ["maven", "org.apache.logging.log4j:log4j-core", "2.17.1", undefined],
    ["maven", "com.alibaba:fastjson", "1.2.83", undefined],
    ["golang", "golang.org/x/net", "v0.38.0", undefined],
  ])("has nothing against %s %s %s", async (type, name, version, versionId) => {
    expect(await ids(type, name, version, versionId)).toEqual([]);
  });

  it("says that a distribution is not in it", async () => {
    const list = inventory([], { id: "ubuntu", versionId: "24.04" });
    const { incomplete } = await matchPackages(list, await openAdvisories());
    expect(incomplete).toMatchObject([
      {
        code: "UNSUPPORTED",
        what: "ubuntu 24.04 packages",
        why: expect.stringContaining("embedded baseline"),
      },
    ]);
  });

  it("has only versions that can be compared, and a page for each advisory", async () => {
    const store = await openAdvisories();
    for (const { id, severity, url, affected } of baselineRows) {
      expect(severity, id).not.toBe("unknown");
      expect(url, id).toMatch(/^https:\/\/\S+$/);
      for (const [key, name, ranges] of affected) {
        const shard = await store.shard(key);
        expect(shard?.affecting(name).length, `${id} ${name}`).toBeGreaterThan(0);
        for (const version of ranges.flat()) {
          if (version === undefined || version === "0") continue;
          expect(parseVersion(shard!.scheme, version), `${id} ${version}`).toBeDefined();
        }
      }
    }
  });
});

/** Published feed, ecosystem of a shard of the baseline. */
const feeds: readonly [string, (ecosystem: string) => string][] = [
  ["npm.ghsa-derived", () => "npm"],
  ["Maven.ghsa-derived", () => "maven"],
  ["PyPI", () => "pypi"],
  ["Go", () => "go"],
  ["Debian.dsa-derived", (ecosystem) => ecosystem.replace("Debian:", "debian-")],
  ["Alpine.secdb-derived", (ecosystem) => ecosystem.replace("Alpine:", "alpine-")],
];

describe("the facts of the baseline", () => {
  it.for(feeds)("agree with the published feed %s", ([feed, shardOf], { skip }) => {
    const path = sharedFile(`feeds/osv/${feed}.jsonl.gz`);
    if (path === undefined) return skip("no shared test data");
    const published = new Map<string, Set<string>>();
    for (const line of gunzipSync(readFileSync(path)).toString().trim().split("\n")) {
      const reading = readOsvRecord(JSON.parse(line));
      if (reading.kind === "advisory") collectFixes(reading.record, shardOf, published);
    }
    let compared = 0;
    for (const { id, affected } of baselineRows) {
      for (const [key, name, ranges] of affected) {
        const fixes = published.get(`${id} ${key} ${name}`);
        if (!fixes) continue;
        compared += 1;
        for (const [, fixed] of ranges) {
          expect([...fixes], `${id} ${key} ${name}`).toContain(fixed ?? "none");
        }
      }
    }
    const own = baselineRows.flatMap(({ affected }) => affected.map(([key]) => key));
    const shards = new Set([...published.keys()].map((fact) => fact.split(" ")[1]));
    const expected = own.filter((key) => shards.has(key));
    console.log(`${feed}: ${compared} of ${expected.length} facts are in the feed`);
    expect(compared / expected.length).toBeGreaterThan(0.9);
  });
});

function collectFixes(
  { id, aliases, upstream, affected }: AdvisoryRecord,
  shardOf: (ecosystem: string) => string,
  published: Map<string, Set<string>>,
): void {
  for (const { ecosystem, name, ranges } of affected) {
    for (const cve of [id.replace("ALPINE-", ""), ...aliases, ...upstream]) {
      const key = `${cve} ${shardOf(ecosystem)} ${name}`;
      const fixes = published.get(key) ?? new Set();
      published.set(key, fixes);
      for (const events of ranges) {
        const ends = events.filter(({ type }) => type === "fixed");
        for (const { version } of ends) fixes.add(version);
        if (ends.length === 0) fixes.add("none");
      }
    }
  }
}

describe("what the baseline knows to be exploited", () => {
  it("is what CISA's catalogue says of its advisories", ({ skip }) => {
    const file = sharedFile("feeds/kev/known_exploited_vulnerabilities.json.gz");
    if (file === undefined) return skip();
    const { vulnerabilities } = readKev(gunzipSync(readFileSync(file)).toString(), file);
    const named = new Set(baselineRows.flatMap(({ id, aliases = [] }) => [id, ...aliases]));
    const expected = [...vulnerabilities].filter(([cve]) => named.has(cve)).sort();
    expect([...baselineKnownExploited]).toEqual(expected);
  });
});
