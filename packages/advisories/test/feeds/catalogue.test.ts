import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { followPointer } from "../../src/feeds/follow.ts";
import { resolveFeed, resolveFeeds } from "../../src/feeds/resolve.ts";
import { buildAdvisories, knownFeeds } from "../../src/index.ts";
import { osv, temporaryFolder, zip } from "../support.ts";

const byName = (name: string) => knownFeeds.find((feed) => feed.name === name);

afterEach(() => vi.unstubAllGlobals());

describe("the known feeds", () => {
  it("have names of their own, addresses, and a licence", () => {
    const names = knownFeeds.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, urls, licence } of knownFeeds) {
      expect(name).toMatch(/^[a-z0-9][a-z0-9.:-]*$/);
      expect(licence).not.toBe("");
      for (const url of urls) expect(new URL(url).protocol, name).toBe("https:");
    }
  });

  it("say which of them nobody may pass on", () => {
    const forbidden = knownFeeds.filter(({ republishing }) => republishing === "no");
    expect(forbidden.map(({ name }) => name).sort()).toEqual([
      "chainguard",
      "exploits",
      "osv:chainguard",
      "osv:wolfi",
      "wolfi",
    ]);
  });

  it("bring every distribution that advisories are matched for", () => {
    const names = knownFeeds.map(({ name }) => name.split(/[:-]/, 1)[0]);
    for (const own of ["redhat", "suse", "oracle", "amazon", "azurelinux", "photon", "ubuntu"]) {
      expect(names).toContain(own);
    }
    for (const name of ["almalinux", "rocky-linux", "debian", "opensuse", "openeuler"]) {
      expect(byName(`osv:${name}`)?.urls, name).toHaveLength(1);
    }
    // OSV has none of theirs.
    for (const name of ["oracle-linux", "amazon-linux", "node.js"]) {
      expect(byName(`osv:${name}`)).toBeUndefined();
    }
  });

  it("take from an archive what is a record", () => {
    const gem = "ruby-advisory-db-master/gems/rack/CVE-2024-25126.yml";
    expect(byName("rubysec")!.entries!.test(gem)).toBe(true);
    expect(byName("rubysec")!.entries!.test("ruby-advisory-db-master/.rubocop.yml")).toBe(false);
    const php = byName("friendsofphp")!.entries!;
    expect(php.test("security-advisories-master/amphp/artax/CVE-2016-5385.yaml")).toBe(true);
    expect(php.test("security-advisories-master/.github/workflows/php.yaml")).toBe(false);
    const cve = byName("vulnrichment")!.entries!;
    expect(cve.test("vulnrichment-develop/2024/1xxx/CVE-2024-1086.json")).toBe(true);
    expect(cve.test("vulnrichment-develop/package.json")).toBe(false);
  });
});

describe("what somebody names to build from", () => {
  it("is a known feed by its name, whatever its capitals", async () => {
    expect((await resolveFeed("debian")).locations).toEqual([
      "https://security-tracker.debian.org/tracker/data/json",
    ]);
    expect((await resolveFeed("OSV:Rocky Linux")).locations).toEqual([
      "https://osv-vulnerabilities.storage.googleapis.com/Rocky%20Linux/all.zip",
    ]);
    expect((await resolveFeed("alpine:v3.20")).locations).toHaveLength(2);
  });

  it("is a file rather than a feed where both exist", async () => {
    const before = process.cwd();
    const folder = await temporaryFolder();
    await mkdir(join(folder, "debian"));
    process.chdir(folder);
    try {
      expect((await resolveFeed("debian")).known).toBeUndefined();
      expect((await resolveFeed("wolfi")).known).toBeDefined();
    } finally {
      process.chdir(before);
    }
  });

  it.each([
    ["debain", "debian, debian-lists"],
    ["alpine", "alpine:v3.10"],
    ["npm", "osv:npm"],
    ["osv:np", "osv:npm"],
    ["zzz", "such as debian, alpine:v3.22 or osv:npm"],
  ])(
    "is told from %s, which is neither, with names that were perhaps meant",
    async (word, names) => {
      await expect(resolveFeed(word)).rejects.toMatchObject({
        code: "NOT_FOUND",
        subject: word,
        action: expect.stringContaining(names),
      });
    },
  );

  it("tells of attacks where it is such a feed, unless another one was given", async () => {
    const from = ["osv:npm", "kev", "epss"];
    const { sources, attacks } = await resolveFeeds(from, { epss: "own.csv" });
    expect(sources.map(({ name }) => name)).toEqual(["osv:npm"]);
    expect(attacks).toEqual({ kev: byName("kev")!.urls[0], epss: "own.csv" });
    const named = await resolveFeeds(["osv:npm"], { exploits: "exploits", kev: "epss" });
    expect(named.attacks).toEqual({ exploits: byName("exploits")!.urls[0], kev: "epss" });
  });
});

describe("a build from a known feed", () => {
  it("fetches its addresses and tells how new each is", async () => {
    const folder = await temporaryFolder();
    const own = join(folder, "own.json");
    await writeFile(own, JSON.stringify(osv("A-1", "npm", "a", [{ introduced: "0" }])));
    const asked: string[] = [];
    const catalogue = JSON.stringify({
      dateReleased: "2026-04-01T00:00:00Z",
      vulnerabilities: [{ cveID: "CVE-2024-0001", dateAdded: "2026-03-30" }],
    });
    vi.stubGlobal("fetch", async (url: string) => {
      asked.push(url);
      if (url.includes("cisa.gov")) return new Response(catalogue);
      const record = JSON.stringify(osv("A-2", "npm", "b", [{ introduced: "0" }]));
      return new Response(new Uint8Array(zip([{ name: "A-2.json", content: record }])), {
        headers: { "last-modified": "Thu, 05 Mar 2026 10:00:00 GMT" },
      });
    });
    const summary = await buildAdvisories({
      from: ["osv:npm", "kev", own],
      out: join(folder, "out"),
      now: new Date("2026-06-01"),
    });
    const url = "https://osv-vulnerabilities.storage.googleapis.com/npm/all.zip";
    const kev = byName("kev")!.urls[0]!;
    expect(asked).toEqual([url, kev]);
    expect(summary.feeds).toEqual([
      { name: "osv:npm", url, records: 1, date: "2026-03-05T10:00:00.000Z" },
      { name: own, records: 1, date: "2026-01-02T03:04:05Z" },
      { name: "kev", url: kev, records: 1, date: "2026-04-01T00:00:00Z" },
    ]);
  });
});

describe("a feed whose address changes", () => {
  const updateinfo = "https://cdn.example/core/guids/1/x86_64/repodata/ab-updateinfo.xml.gz";
  const serve = (answers: Record<string, string>) => {
    vi.stubGlobal("fetch", async (url: string) => {
      const answer = answers[url];
      return answer === undefined
        ? new Response("", { status: 404 })
        : new Response(answer, { status: 200 });
    });
  };

  it("is found by the name in a text beside it", async () => {
    const url = "https://vendor.example/vex/archive_latest.txt";
    serve({ [url]: "csaf_vex_2026-11-22.tar.zst\n" });
    expect(await followPointer(url, "name", {})).toBe(
      "https://vendor.example/vex/csaf_vex_2026-11-22.tar.zst",
    );
    for (const other of ["<html>", "../../etc/passwd", "https://elsewhere.example/a", ""]) {
      serve({ [url]: other });
      await expect(followPointer(url, "name", {})).rejects.toMatchObject({ code: "MALFORMED" });
    }
  });

  it("is found by a list of mirrors and the table of contents of a repository", async () => {
    const list = "https://cdn.example/core/mirrors/latest/x86_64/mirror.list";
    const base = "https://cdn.example/core/guids/1/x86_64";
    const repomd =
      '<repomd><data type="primary"><location href="repodata/p.xml.gz"/></data><data type="updateinfo"><checksum>1</checksum><location href="repodata/ab-updateinfo.xml.gz"/></data></repomd>';
    for (const ending of ["", "/", "/%"]) {
      serve({ [list]: `${base}${ending}\n`, [`${base}/repodata/repomd.xml`]: repomd });
      expect(await followPointer(list, "mirrors", {})).toBe(updateinfo);
    }
    for (const broken of ["<repomd/>", repomd.replace("repodata/ab", "http://cdn.example/ab")]) {
      serve({ [list]: base, [`${base}/repodata/repomd.xml`]: broken });
      await expect(followPointer(list, "mirrors", {})).rejects.toMatchObject({ code: "MALFORMED" });
    }
    serve({ [list]: "file:///etc" });
    await expect(followPointer(list, "mirrors", {})).rejects.toMatchObject({ code: "MALFORMED" });
  });

  it("is built from where it leads", async () => {
    const folder = await temporaryFolder();
    const { urls } = byName("amazon:2023")!;
    const base = "https://cdn.amazonlinux.com/al2023/core/guids/1/x86_64/";
    const update = `<updates><update type="security"><id>ALAS2023-2026-001</id><title>t</title><issued date="2026-01-02"/><references><reference id="CVE-2026-1" type="cve"/></references><pkglist><collection><package name="curl" version="8.0" release="2.amzn2023" epoch="0" arch="x86_64"/></collection></pkglist></update></updates>`;
    serve({
      [urls[0]!]: base,
      [`${base}repodata/repomd.xml`]:
        '<repomd><data type="updateinfo"><location href="repodata/updateinfo.xml"/></data></repomd>',
      [`${base}repodata/updateinfo.xml`]: update,
    });
    const summary = await buildAdvisories({ from: ["amazon:2023"], out: join(folder, "out") });
    expect(summary.shards.map(({ key }) => key)).toEqual(["amzn-2023"]);
    expect(summary.feeds).toMatchObject([{ name: "amazon:2023", url: urls[0], records: 1 }]);
  });
});
