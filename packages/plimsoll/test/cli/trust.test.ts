import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { TestRepository } from "../../../sign/test/roots/repository.ts";
import { run } from "./test-io.ts";

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "plimsoll-trust-cli-"));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

const trustedRoot = {
  mediaType: "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
  tlogs: [
    {
      baseUrl: "https://rekor.acme.dev/\u001b[31m",
      logId: { keyId: "aGVsbG8=" },
      publicKey: { validFor: { start: "2025-01-02T00:00:00Z", end: "2025-06-07T00:00:00Z" } },
    },
  ],
};

/** A TUF repository of a private instance on loopback. */
async function instance() {
  const base = await folder();
  const repository = new TestRepository();
  repository.addTarget("trusted_root.json", JSON.stringify(trustedRoot));
  repository.publish();
  const server = createServer((request, response) => {
    const file = repository.files.get((request.url ?? "").slice(1));
    if (file) response.end(file);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const root = join(base, "root.json");
  await writeFile(root, repository.files.get("1.root.json")!);
  const cache = join(base, "cache");
  return { base, repository, where: ["--tuf-url", url, "--tuf-root", root, "--cache-dir", cache] };
}

describe("plimsoll trust", () => {
  it("update verifies, keeps and writes the trusted root; show tells of it", async () => {
    const { base, repository, where } = await instance();
    const out = join(base, "trusted_root.json");
    const updated = await run("trust", "update", ...where, "--out", out);
    expect(updated).toEqual({
      exitCode: 0,
      err: "",
      out: `127.0.0.1: verified (root 1, timestamp 1, snapshot 1, targets 1), good until ${repository.timestamp.expires}\n`,
    });
    expect(JSON.parse(await readFile(out, "utf8"))).toEqual(trustedRoot);
    const shown = await run("trust", "show", ...where);
    expect(shown).toMatchObject({ exitCode: 0, err: "" });
    expect(shown.out).toMatch(/^127\.0\.0\.1: kept from http:/);
    expect(shown.out).toContain(
      "  log             2025-01-02 to 2025-06-07  https://rekor.acme.dev/\n",
    );
  });

  it("update refuses a repository that nobody signed, and writes nothing", async () => {
    const { base, repository, where } = await instance();
    repository.signers.set("targets", new TestRepository().signers.get("targets")!);
    repository.publish();
    const out = join(base, "trusted_root.json");
    const refused = await run("trust", "update", ...where, "--out", out);
    expect(refused.exitCode).toBe(3);
    expect(refused.err).toContain("TUF metadata is refused");
    await expect(readFile(out)).rejects.toThrow();
  });

  it("show prints the embedded roots without a network, as JSON too", async () => {
    const cache = await folder();
    const connect = vi.spyOn(net.Socket.prototype, "connect").mockImplementation(() => {
      throw new Error("a connection was made");
    });
    onTestFinished(() => connect.mockRestore());
    const text = await run("trust", "show", "--cache-dir", cache);
    expect(text).toMatchObject({ exitCode: 0, err: "" });
    expect(text.out).toMatch(/^public-good: embedded, from @sigstore\/tuf \S+, \d{4}-\d\d-\d\d\n/);
    expect(text.out).toMatch(/ authority +2022-04-13 to now +O=sigstore\.dev, CN=sigstore\n/);
    const { out } = await run("trust", "show", "--cache-dir", cache, "--format", "json");
    const [root] = JSON.parse(out).roots;
    expect(root).toMatchObject({ source: "embedded", instance: "public-good" });
    const kinds = new Set(root.parts.map(({ kind }: { kind: string }) => kind));
    expect(kinds).toEqual(
      new Set([
        "certificate-authority",
        "timestamp-authority",
        "certificate-log",
        "transparency-log",
      ]),
    );
    expect(connect).not.toHaveBeenCalled();
  });

  it("show reads files, and names one that is none", async () => {
    const base = await folder();
    const file = join(base, "roots.jsonl");
    const line = JSON.stringify(trustedRoot);
    await writeFile(file, `${line}\n${line}\n`);
    const shown = await run("trust", "show", "--trusted-root", file);
    expect(shown.out.match(/^trusted root: file /gm)).toHaveLength(2);
    await writeFile(file, "{}");
    const broken = await run("trust", "show", "--trusted-root", file);
    expect(broken.exitCode).toBe(3);
    expect(broken.err).toContain(file);
  });

  it.each([
    [["trust"], "plimsoll trust update|show|import"],
    [["trust", "forget"], "plimsoll trust update|show|import"],
    [["trust", "show", "me"], "takes no operand"],
    [["trust", "update", "--tuf-url", "https://tuf.acme.dev"], "go together"],
  ])("says how it is used: %j", async (args, message) => {
    const { exitCode, err } = await run(...args);
    expect(exitCode).toBe(2);
    expect(err).toContain(message);
  });
});
