import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { createRegistryClient } from "@plimsoll/registry";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { startRegistry } from "../../../../test/support/src/registry.ts";
import {
  buildAdvisories,
  matchPackages,
  openAdvisories,
  publishToRegistry,
  writeNpmPackages,
} from "../../src/index.ts";
import { now, published } from "../pull/support.ts";
import { installed, inventory, osv, temporaryFolder, vulnerabilitiesIn } from "../support.ts";

const list = inventory([installed("npm", "a", "1.0.0")]);

async function registry() {
  const server = await startRegistry();
  onTestFinished(() => server.close());
  const client = createRegistryClient({ insecure: [server.host] });
  onTestFinished(() => client.close());
  return {
    server,
    client,
    insecure: [server.host],
    to: `oci://${server.host}/acme/advisories:latest`,
  };
}

describe("advisories in an OCI registry", () => {
  it("are found from there, by one request when nothing changed", async () => {
    const { server, client, insecure, to } = await registry();
    await publishToRegistry({ directory: await published(), to, client });
    const cache = await temporaryFolder();
    const find = async () => {
      const before = server.requests.length;
      const store = await openAdvisories({ mirrors: [to], cache, now, insecure });
      const { findings, incomplete } = await matchPackages(list, store);
      await store.close?.();
      expect(incomplete).toEqual([]);
      expect(store.info.source).toBe("mirror");
      expect(vulnerabilitiesIn(findings)).toEqual(["GHSA-1"]);
      return server.requests.slice(before).map(({ method, path }) => {
        return `${method} ${path.replace(/sha256:.*/, "…")}`;
      });
    };
    expect(await find()).toEqual([
      "GET /v2/acme/advisories/manifests/latest",
      "GET /v2/acme/advisories/blobs/…",
      "GET /v2/acme/advisories/blobs/…",
      "GET /v2/acme/advisories/blobs/…",
    ]);
    expect(await find()).toEqual(["HEAD /v2/acme/advisories/manifests/latest"]);
  });

  it("are uploaded only where they changed", async () => {
    const { server, client, to } = await registry();
    await publishToRegistry({ directory: await published({ hoursAgo: 5 }), to, client });
    const before = server.requests.length;
    const directory = await published({ hoursAgo: 1, fixed: "1.3.0" });
    await publishToRegistry({ directory, to, client });
    const puts = server.requests.slice(before).filter(({ method }) => method === "PUT");
    // The changed shard, the table of contents, the manifest.
    expect(puts).toHaveLength(3);
  });

  it("are told from other artefacts", async () => {
    const { server, client, insecure, to } = await registry();
    const mediaType = "application/vnd.oci.image.manifest.v1+json";
    const config = { mediaType: "application/vnd.oci.empty.v1+json", digest: "sha256:0", size: 2 };
    const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, config, layers: [] }));
    server.repository("acme/advisories").putManifest(bytes, mediaType, "latest");
    const store = await openAdvisories({ mirrors: [to], now, insecure });
    await client.close();
    await store.close?.();
    expect(store.incomplete?.map(({ code }) => code)).toEqual(["NOT_FOUND", "UNSUPPORTED"]);
  });
});

describe("data that may not be published again", () => {
  it.each([
    ["Wolfi", osv("CVE-2024-1", "Wolfi", "a", [{ introduced: "0" }])],
    ["Chainguard", osv("CGA-1", "Chainguard", "a", [{ introduced: "0" }])],
  ])("are refused: %s", async (_, record) => {
    const { client, to } = await registry();
    const folder = await temporaryFolder();
    const feed = join(folder, "feed.json");
    const npm = osv("GHSA-1", "npm", "a", [{ introduced: "0" }]);
    await writeFile(feed, JSON.stringify([npm, record]));
    const directory = join(folder, "out");
    await buildAdvisories({ from: [feed], out: directory });
    const refusal = { code: "FORBIDDEN", message: expect.stringContaining("Wolfi") };
    await expect(publishToRegistry({ directory, to, client })).rejects.toMatchObject(refusal);
    const npmOptions = { directory, scope: "@acme", out: join(folder, "npm") };
    await expect(writeNpmPackages(npmOptions)).rejects.toMatchObject(refusal);
  });

  it("are refused: the Exploit Database", async () => {
    const { client, to } = await registry();
    const folder = await temporaryFolder();
    const aliases = { aliases: ["CVE-2021-0001"] };
    const feed = join(folder, "feed.json");
    await writeFile(
      feed,
      JSON.stringify([osv("GHSA-1", "npm", "a", [{ introduced: "0" }], aliases)]),
    );
    const exploits = join(folder, "exploits.csv");
    await writeFile(exploits, "id,file,codes\n7,exploits/x.py,CVE-2021-0001\n");
    const directory = join(folder, "out");
    await buildAdvisories({ from: [feed], exploitation: { exploits }, out: directory });
    await expect(publishToRegistry({ directory, to, client })).rejects.toMatchObject({
      code: "FORBIDDEN",
      message: expect.stringContaining("GPL"),
    });
  });
});

/** A tar archive of regular files, as npm packs one. */
function tarball(files: Record<string, Buffer>): Buffer {
  const blocks = Object.entries(files).flatMap(([name, content]) => {
    const header = Buffer.alloc(512);
    header.write(`package/${name}`, 0);
    header.write(content.length.toString(8).padStart(11, "0"), 124);
    header.write("0", 156);
    return [header, content, Buffer.alloc((512 - (content.length % 512)) % 512)];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

/** A registry of npm that has these folders. */
async function npmRegistry(folders: readonly string[]) {
  const packages = new Map<string, { version: string; bytes: Buffer; integrity: string }>();
  for (const folder of folders) {
    const names = await readdir(folder);
    const files = Object.fromEntries(
      await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))])),
    );
    const { name, version } = JSON.parse(files["package.json"].toString());
    const bytes = tarball(files);
    const integrity = `sha512-${createHash("sha512").update(bytes).digest("base64")}`;
    packages.set(name, { version, bytes, integrity });
  }
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? "");
    const [, name = "", what = ""] =
      decodeURIComponent(request.url ?? "").match(/^\/(@[^/]+\/[^/]+)\/(.*)$/) ?? [];
    const found = packages.get(name);
    if (!found) return response.writeHead(404).end();
    if (what === "x.tgz") return response.end(found.bytes);
    const etag = `"${found.version}"`;
    if (request.headers["if-none-match"] === etag) return response.writeHead(304).end();
    if (what !== "latest" && what !== found.version) return response.writeHead(404).end();
    const { integrity } = found;
    const dist = { tarball: `http://${request.headers.host}/${name}/x.tgz`, integrity };
    response.writeHead(200, { etag }).end(JSON.stringify({ ...found, bytes: undefined, dist }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, requests, packages };
}

describe("advisories as npm packages", () => {
  it("hold data and a notice, and nothing that runs", async () => {
    const out = await temporaryFolder();
    const folders = await writeNpmPackages({ directory: await published(), scope: "@acme", out });
    expect(folders.map((folder) => basename(folder))).toEqual([
      "advisories-debian-12",
      "advisories-maven",
      "advisories-npm",
      "advisories-pypi",
      "advisories",
    ]);
    for (const folder of folders) {
      const manifest = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
      expect(Object.keys(manifest)).not.toContain("scripts");
      expect(manifest.version).toMatch(/^2\.\d+\.\d+(?:-h[0-9a-f]{16})?$/);
      expect(await readFile(join(folder, "NOTICE"), "utf8")).toContain("CC-BY-4.0");
      const names = await readdir(folder);
      expect(manifest.files.sort()).toEqual(names.filter((name) => name !== "package.json").sort());
    }
  });

  it("are found through the registry that npm is configured for", async () => {
    const out = await temporaryFolder();
    const directory = await published();
    const folders = await writeNpmPackages({ directory, scope: "@acme", out });
    const server = await npmRegistry(folders);
    vi.stubEnv("npm_config_registry", server.url);
    onTestFinished(() => void vi.unstubAllEnvs());
    const cache = await temporaryFolder();
    const find = async () => {
      const store = await openAdvisories({ mirrors: ["npm:@acme"], cache, now });
      return { ...(await matchPackages(list, store)), faults: store.incomplete };
    };
    const first = await find();
    expect(first).toMatchObject({ incomplete: [], faults: undefined });
    expect(vulnerabilitiesIn(first.findings)).toEqual(["GHSA-1"]);
    server.requests.length = 0;
    expect(vulnerabilitiesIn((await find()).findings)).toEqual(["GHSA-1"]);
    expect(server.requests).toEqual(["/@acme%2fadvisories/latest"]);
  });

  it("are refused when the archive is not the one that the registry names", async () => {
    const out = await temporaryFolder();
    const folders = await writeNpmPackages({ directory: await published(), scope: "@acme", out });
    const server = await npmRegistry(folders);
    server.packages.get("@acme/advisories")!.bytes.fill(0, 20, 30);
    vi.stubEnv("npm_config_registry", server.url);
    onTestFinished(() => void vi.unstubAllEnvs());
    const bad = await openAdvisories({ mirrors: ["npm:@acme"], now });
    expect(bad.incomplete?.map(({ code }) => code)).toEqual(["NOT_FOUND", "DIGEST_MISMATCH"]);
  });
});
