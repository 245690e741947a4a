import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Finding, Inventory } from "@plimsoll/core";
import { describe, expect, it, onTestFinished } from "vitest";
import { buildAdvisories, matchPackages, openAdvisories, openOsvApi } from "../../src/index.ts";
import { installed, inventory, osv, sharedFile, temporaryFolder } from "../support.ts";

type OsvRecord = Record<string, unknown> & {
  id: string;
  affected: { package: { ecosystem: string; name: string } }[];
};

/** The newest record that the API gave may be older than the newest of all. */
function undated(findings: readonly Finding[]): Finding[] {
  return findings.map((finding) => {
    const { vulnerability } = finding;
    const matches = vulnerability?.matches?.map(({ updated: _, ...match }) => match);
    return vulnerability ? { ...finding, vulnerability: { ...vulnerability, matches } } : finding;
  });
}

interface Service {
  url: string;
  requests: string[];
  queries: { package: { ecosystem: string; name: string }; version?: string }[];
  /** Identifiers that the service fails to give. */
  failing: Set<string>;
  /** Batches that it answers before it fails. */
  answers: number;
}

/** OSV's API over some records, by name alone and with small pages: versions are for Plimsoll to judge. */
async function serve(records: readonly OsvRecord[], pageSize = 1_000): Promise<Service> {
  const byId = new Map(records.map((record) => [record.id, record]));
  const byPackage = new Map<string, string[]>();
  for (const { id, affected } of records) {
    for (const key of new Set(affected.map(({ package: p }) => `${p.ecosystem} ${p.name}`))) {
      byPackage.set(key, [...(byPackage.get(key) ?? []), id]);
    }
  }
  const service: Service = {
    url: "",
    requests: [],
    queries: [],
    failing: new Set(),
    answers: 1_000,
  };
  const server = createServer(async (request, response) => {
    service.requests.push(`${request.method} ${request.url}`);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (request.method === "POST") {
      if (service.answers-- <= 0) return response.writeHead(500).end();
      const { queries } = JSON.parse(Buffer.concat(chunks).toString("utf8"));
      const results = queries.map((query: Service["queries"][number] & { page_token?: string }) => {
        service.queries.push(query);
        const ids = byPackage.get(`${query.package.ecosystem} ${query.package.name}`) ?? [];
        const from = Number(query.page_token ?? 0);
        const vulns = ids.slice(from, from + pageSize).map((id) => ({ id }));
        const next = from + pageSize < ids.length ? { next_page_token: `${from + pageSize}` } : {};
        return { ...(vulns.length > 0 && { vulns }), ...next };
      });
      return response.end(JSON.stringify({ results }));
    }
    const id = decodeURIComponent(request.url?.split("/").at(-1) ?? "");
    const record = byId.get(id);
    if (!record || service.failing.has(id)) return response.writeHead(500).end();
    response.end(JSON.stringify(record));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  service.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return service;
}

async function findShards(records: readonly unknown[], list: Inventory) {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "feed.json"), JSON.stringify(records));
  const out = join(folder, "out");
  await buildAdvisories({ from: [join(folder, "feed.json")], out });
  return matchPackages(list, await openAdvisories({ directory: out }));
}

const range = (fixed: string) => [{ introduced: "0" }, { fixed }];
const records = [
  osv("GHSA-1", "npm", "a", range("1.2.0"), { aliases: ["CVE-2020-1"] }),
  osv("GHSA-2", "npm", "a", range("0.1.0")),
  osv("GHSA-3", "npm", "a", range("2.0.0")),
  osv("DSA-1-1", "Debian:12", "src", range("2.0-1")),
  osv("USN-1", "Ubuntu:22.04:LTS", "u", range("2.0-1")),
] as unknown as OsvRecord[];

describe("OSV's API", () => {
  it("gives the findings that shards of the same records give", async () => {
    const deb = installed("deb", "bin", "1.0-1", { source: { name: "src", version: "1.0-1" } });
    const packages = [installed("npm", "a", "1.0.0"), installed("npm", "b", "1.0.0"), deb];
    const list = inventory(packages, { id: "debian", versionId: "12" });
    const { url, requests, queries } = await serve(records, 1);
    const store = await openOsvApi(list, { url });
    const { findings, incomplete } = await matchPackages(list, store);
    expect(incomplete).toEqual([]);
    expect(undated(findings)).toEqual(undated((await findShards(records, list)).findings));
    expect(findings.map(({ vulnerability }) => vulnerability?.id).sort()).toEqual([
      "CVE-2020-1",
      "DSA-1-1",
      "GHSA-3",
    ]);
    // Three pages; a record is fetched once.
    expect(requests.filter((line) => line === "POST /v1/querybatch")).toHaveLength(3);
    expect(requests.filter((line) => line.startsWith("GET /v1/"))).toHaveLength(4);
    expect(queries.slice(0, 3)).toEqual([
      { package: { ecosystem: "npm", name: "a" }, version: "1.0.0" },
      { package: { ecosystem: "npm", name: "b" }, version: "1.0.0" },
      { package: { ecosystem: "Debian:12", name: "src" }, version: "1.0-1" },
    ]);
    expect(store.info.source).toBe("osv-api");
  });

  it("is asked by the names that it has for releases", async () => {
    const { url, queries } = await serve(records);
    const ask = async (type: string, id: string, versionId: string) => {
      const list = inventory([installed(type, "u", "1.0-1")], { id, versionId });
      return matchPackages(list, await openOsvApi(list, { url }));
    };
    expect((await ask("deb", "ubuntu", "22.04")).findings).toHaveLength(1);
    await ask("deb", "ubuntu", "25.10");
    await ask("apk", "alpine", "3.20.1");
    await ask("rpm", "rhel", "9.4");
    const ecosystems = queries.map(({ package: { ecosystem } }) => ecosystem);
    expect(ecosystems).toEqual([
      "Ubuntu:22.04:LTS",
      "Ubuntu:Pro:22.04:LTS",
      "Ubuntu:25.10",
      "Alpine:v3.20",
      "Red Hat",
    ]);
  });

  it("is asked in batches of a thousand", async () => {
    const names = Array.from({ length: 2_100 }, (_, at) => installed("npm", `p${at}`, "1.0.0"));
    const { url, requests } = await serve(records);
    await openOsvApi(inventory(names), { url });
    expect(requests).toEqual(["GET /", ...Array(3).fill("POST /v1/querybatch")]);
  });

  it("says which advisory it did not give", async () => {
    const service = await serve(records);
    service.failing.add("GHSA-3");
    const list = inventory([installed("npm", "a", "1.0.0")]);
    const store = await openOsvApi(list, service);
    expect(store.incomplete).toMatchObject([{ code: "SERVER_ERROR", what: "the advisory GHSA-3" }]);
    const { findings } = await matchPackages(list, store);
    expect(findings.map(({ vulnerability }) => vulnerability?.id)).toEqual(["CVE-2020-1"]);
  });

  it("says when it broke off, and keeps what it gave before", async () => {
    const names = Array.from({ length: 1_500 }, (_, at) => installed("npm", `p${at}`, "1.0.0"));
    const service = await serve(records);
    service.answers = 1;
    const list = inventory([installed("npm", "a", "1.0.0"), ...names]);
    const store = await openOsvApi(list, service);
    expect(store.incomplete).toMatchObject([{ code: "SERVER_ERROR" }]);
    expect((await matchPackages(list, store)).findings).toHaveLength(2);
  });

  it("learns nothing of packages that no registry can have", async () => {
    const { url, queries } = await serve(records);
    const go = (name: string, version: string) => installed("golang", name, version);
    const file = "pkg:npm/local@1.0.0?download_url=file:../local";
    const store = await openOsvApi(
      inventory([
        installed("npm", "@acme/secret", "1.0.0", { isPrivate: true }),
        installed("npm", "local", "1.0.0", { purl: file }),
        go("acme/shop", "v1.0.0"),
        go("github.com/acme/shop", "(devel)"),
        go("github.com/gin-gonic/gin", "v1.0.0"),
        go("stdlib", "1.22.0"),
      ]),
      { url },
    );
    expect(queries.map((query) => query.package.name)).toEqual([
      "github.com/gin-gonic/gin",
      "stdlib",
    ]);
    expect(store.info.note).toContain("4 packages that no registry can have");
  });

  it("is not asked at all about nothing", async () => {
    const { url, requests } = await serve(records);
    const store = await openOsvApi(inventory([installed("npm", "a", "1", { isPrivate: true })]), {
      url,
    });
    expect(requests).toEqual([]);
    expect(store.info.note).toContain("a package that no registry can have");
  });

  it("is refused when its answers are something else", async () => {
    for (const answer of ["[]", "{", '{"results":[]}', '{"results":7}']) {
      const server = createServer((_, response) => void response.end(answer));
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      onTestFinished(() => void server.close());
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const list = inventory([installed("npm", "a", "1.0.0")]);
      await expect(openOsvApi(list, { url })).rejects.toMatchObject({ code: "MALFORMED" });
    }
  });

  it("agrees with shards over published records", { timeout: 60_000 }, async ({ skip }) => {
    const files = ["npm.ghsa-derived", "PyPI", "Debian.dsa-derived"].map((name) =>
      sharedFile(`feeds/osv/${name}.jsonl.gz`),
    );
    if (files.includes(undefined)) return skip("no shared test data");
    const all: OsvRecord[] = files.flatMap((file) =>
      gunzipSync(readFileSync(file!))
        .toString("utf8")
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line)),
    );
    const list = inventory(
      [
        installed("npm", "lodash", "4.17.15"),
        installed("npm", "minimist", "1.2.0"),
        installed("pypi", "django", "3.2.0"),
        installed("pypi", "Jinja2", "2.11.2"),
        installed("deb", "openssl", "3.0.9-1"),
        installed("deb", "curl", "7.88.1-10"),
      ],
      { id: "debian", versionId: "12" },
    );
    // OSV normalises the names of Python packages as PEP 503 does; these records spell them so.
    const service = await serve(all);
    const { findings } = await matchPackages(list, await openOsvApi(list, service));
    const shards = await findShards(all, list);
    expect(undated(findings)).toEqual(undated(shards.findings));
    expect(findings.length).toBeGreaterThan(20);
  });
});
