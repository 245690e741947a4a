import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Inventory } from "@plimsoll/core";
import fc from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import { readOsvRecord } from "../../src/formats/osv/read-osv.ts";
import {
  buildAdvisories,
  matchPackages,
  openAdvisories,
  resolveArchives,
  verifyAdvisories,
} from "../../src/index.ts";
import { jarPath, parseCoordinates } from "../../src/maven/coordinates.ts";
import { packDigests, unpackDigests } from "../../src/maven/digest-file.ts";
import { NamedVersions } from "../../src/maven/named-versions.ts";
import { askRepository } from "../../src/maven/remote-repository.ts";
import { installed, inventory, osv, temporaryFolder, vulnerabilitiesIn } from "../support.ts";

const sha1 = (text: string) => createHash("sha1").update(text).digest("hex");
const records = [
  osv("GHSA-1", "Maven", "org.acme:core", [{ introduced: "1.0" }, { fixed: "1.2" }], {
    aliases: ["CVE-2026-1"],
  }),
  osv("GHSA-2", "Maven", "org.acme:web", [{ introduced: "0" }]),
];
(records[1] as { affected: { versions: string[] }[] }).affected[0]!.versions = ["3.0", "3.1"];

async function build(mavenDigests: string, rest: object = {}) {
  const folder = await temporaryFolder();
  const out = join(folder, "out");
  await writeFile(join(folder, "feed.json"), JSON.stringify(records));
  const summary = await buildAdvisories({
    from: [join(folder, "feed.json")],
    out,
    mavenDigests,
    ...rest,
  });
  return { out, summary, store: await openAdvisories({ directory: out }) };
}

/** A folder in Maven's layout: what is vulnerable, what nobody speaks of, and a file without a `.sha1`. */
async function repository(): Promise<string> {
  const root = await temporaryFolder();
  for (const [gav, content] of [
    ["org.acme:core:1.1", "core 1.1"],
    ["org.acme:core:1.2", "core 1.2"],
    ["org.acme:other:1.0", "other"],
  ] as const) {
    const path = join(root, jarPath(parseCoordinates(gav)!));
    await mkdir(dirname(path), { recursive: true });
    if (gav.endsWith("1.2")) await writeFile(path, content);
    else await writeFile(`${path}.sha1`, `${sha1(content)}  ${gav}.jar\n`);
  }
  return root;
}

function holding(...contents: string[]): Inventory {
  return {
    ...inventory([installed("maven", "core", "9", { locations: [{ path: "app/core-9.jar" }] })]),
    archives: contents.map((content, at) => ({
      sha1: sha1(content),
      location: { path: at === 0 ? "app/core-9.jar" : `app/${at}.jar` },
    })),
  };
}

describe("digests of Maven's files", () => {
  it("come from a folder in its layout, of artifacts with advisories alone", async () => {
    const { out, store, summary } = await build(await repository());
    expect(summary.digests).toEqual({ known: 2, asked: 0, left: 0 });
    expect(summary.shards[0]?.digests?.bytes).toBeGreaterThan(50);
    const digests = await store.digests!();
    expect(digests.find(sha1("core 1.1"))).toEqual({
      group: "org.acme",
      artifact: "core",
      version: "1.1",
    });
    expect(digests.find(sha1("other"))).toBeUndefined();
    expect((await verifyAdvisories(out)).broken).toEqual([]);
    const digestFile = (await readdir(out)).find((name) => name.startsWith("maven.digests-"))!;
    await writeFile(join(out, digestFile), "changed");
    expect((await verifyAdvisories(out)).broken).toMatchObject([{ code: "DIGEST_MISMATCH" }]);
  });

  it("tell what an archive is that does not say so, and the finding says how that is known", async () => {
    const { store } = await build(await repository());
    const before = holding("core 1.1", "unheard of", "core 1.2");
    const resolved = await resolveArchives(before, store);
    expect(resolved.archives).toHaveLength(1);
    expect(resolved.packages.map(({ purl, identifiedBy }) => [purl, identifiedBy])).toEqual([
      ["pkg:maven/org.acme/core@1.1", "sha1"],
      ["pkg:maven/org.acme/core@1.2", "sha1"],
    ]);
    const { findings } = await matchPackages(resolved, store);
    expect(vulnerabilitiesIn(findings)).toEqual(["CVE-2026-1"]);
    expect(findings[0]?.evidence?.value).toContain("known by the SHA-1 of its archive");
    expect(await resolveArchives(holding("unheard of"), store)).toEqual(holding("unheard of"));
  });

  it("come from a list, of which lines that are none are passed over", async () => {
    const list = `# Maven\n${sha1("core 1.1")} org.acme:core:1.1\nnonsense\n${sha1("x")} org.acme:other:1\n`;
    const folder = await temporaryFolder();
    const path = join(folder, "list.txt.gz");
    await writeFile(path, gzipSync(list));
    expect((await build(path)).summary.digests?.known).toBe(1);
    await writeFile(join(folder, "bad.txt"), "nonsense\n");
    await expect(build(join(folder, "bad.txt"))).rejects.toMatchObject({ code: "MALFORMED" });
    await expect(build(join(folder, "none"))).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("are the same bytes in whatever order they come, and read back as they were written", () => {
    const coordinates = fc.record({
      group: fc.constantFrom("org.acme", "com.example"),
      artifact: fc.constantFrom("a", "b"),
      version: fc.stringMatching(/^\d{1,3}\.\d{1,3}$/),
    });
    const hex = fc.stringMatching(/^[0-9a-f]{40}$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(hex, coordinates)), (entries) => {
        const digests = new Map(entries);
        const text = packDigests(digests);
        expect(packDigests(new Map([...digests].reverse()))).toBe(text);
        const read = unpackDigests(text)!;
        for (const [key, value] of digests) expect(read.find(key)).toEqual(value);
      }),
    );
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(unpackDigests(text)).toBeUndefined();
      }),
    );
  });
});

describe("a repository that is asked", () => {
  async function serve(answer: (path: string) => [number, string]) {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? "");
      const [status, text] = answer(request.url ?? "");
      response.writeHead(status).end(text);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/maven2`, asked };
  }
  const files = new Map([
    ["/maven2/org/acme/core/1.0/core-1.0.jar.sha1", sha1("core 1.0")],
    ["/maven2/org/acme/web/3.0/web-3.0.jar.sha1", sha1("web 3.0")],
  ]);
  const known = (path: string): [number, string] =>
    files.has(path) ? [200, files.get(path)!] : [404, "no"];
  const named = () => {
    const versions = new NamedVersions();
    for (const record of records) {
      const reading = readOsvRecord(record);
      if (reading.kind === "advisory") versions.add(reading.record);
    }
    return versions;
  };

  it("is asked for the versions that advisories name, and the next day for none of them", async () => {
    const { url, asked } = await serve(known);
    const feedCache = await temporaryFolder();
    const first = await build(url, { feedCache });
    expect(first.summary.digests).toEqual({ known: 2, asked: 4, left: 0 });
    expect([...asked].sort()).toEqual([
      "/maven2/org/acme/core/1.0/core-1.0.jar.sha1",
      "/maven2/org/acme/core/1.2/core-1.2.jar.sha1",
      "/maven2/org/acme/web/3.0/web-3.0.jar.sha1",
      "/maven2/org/acme/web/3.1/web-3.1.jar.sha1",
    ]);
    const second = await build(url, { feedCache });
    expect(second.summary.digests).toEqual({ known: 2, asked: 0, left: 0 });
    expect(second.summary.shards[0]?.digests).toEqual(first.summary.shards[0]?.digests);
    // What it had not is asked for again after a month.
    const later = new Date(Date.now() + 31 * 24 * 60 * 60 * 1000);
    const third = await askRepository(url, named(), { cache: feedCache, now: later });
    expect(third).toMatchObject({ asked: 2, left: 0 });
  });

  it("is asked for a part in each build", async () => {
    const { url } = await serve(known);
    const cache = await temporaryFolder();
    const options = { cache, mostRequests: 3, pauseMs: 0 };
    expect(await askRepository(url, named(), options)).toMatchObject({ asked: 3, left: 1 });
    expect(await askRepository(url, named(), options)).toMatchObject({ asked: 1, left: 0 });
  });

  it("is left alone when it wants that, and what it said before stays", async () => {
    const { url, asked } = await serve((path) =>
      path.includes("web") ? [429, "slow down"] : known(path),
    );
    const cache = await temporaryFolder();
    const found = await askRepository(url, named(), { cache, pauseMs: 0 });
    expect(found.digests.size).toBe(1);
    expect(found.left).toBe(2);
    expect(found.incomplete).toMatchObject([{ code: "RATE_LIMITED" }]);
    expect(asked.length).toBeLessThanOrEqual(4);
    const [kept] = await readdir(cache);
    expect(await readFile(join(cache, kept!), "utf8")).toContain(
      `${sha1("core 1.0")} org.acme:core:1.0`,
    );
  });

  it("is never asked for a path outside of its layout", () => {
    for (const name of ["../x:a:1", "a:..:1", "a:b:..", "a/b:c:1", "a:b:1:2", "a..b:c:1", ":a:1"]) {
      expect(parseCoordinates(name), name).toBeUndefined();
    }
  });
});
