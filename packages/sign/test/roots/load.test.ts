import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { embeddedTrustedRoot } from "../../src/roots/embedded.ts";
import type { SigstoreInstance } from "../../src/roots/instance.ts";
import { loadTrustedRoots } from "../../src/roots/load.ts";
import { refreshTrustedRoot } from "../../src/roots/refresh.ts";
import { inDays, TestRepository } from "./repository.ts";
import { type FileServer, serve } from "./server.ts";

const dayMs = 24 * 60 * 60 * 1000;
const mediaType = "application/vnd.dev.sigstore.trustedroot+json;version=0.1";
const trustedRoot = (note: string) => JSON.stringify({ mediaType, tlogs: [], note });

let folder: string;
let repository: TestRepository;
let server: FileServer;
let instance: SigstoreInstance;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "roots-"));
  repository = new TestRepository();
  repository.addTarget("trusted_root.json", trustedRoot("first"));
  repository.publish();
  server = await serve(repository.files);
  instance = { name: "lab", url: server.url, root: repository.files.get("1.root.json") };
});

afterEach(async () => {
  vi.restoreAllMocks();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const load = (options: Parameters<typeof loadTrustedRoots>[0] = {}) =>
  loadTrustedRoots({ instances: [instance], cacheDirectory: folder, ...options });

/** Any way out of the process throws. */
function forbidConnections() {
  const refuse = () => {
    throw new Error("a connection was made");
  };
  return [
    vi.spyOn(net.Socket.prototype, "connect").mockImplementation(refuse),
    vi.spyOn(globalThis, "fetch").mockImplementation(refuse),
  ];
}

describe("trusted roots of an instance", () => {
  it("are fetched by TUF, and say from where and from when they are", async () => {
    const { roots, warnings } = await load();
    expect(warnings).toEqual([]);
    expect(roots).toEqual([
      {
        document: JSON.parse(trustedRoot("first")),
        source: "tuf",
        instance: "lab",
        from: server.url,
        date: expect.stringMatching(/^\d{4}-/),
        expires: repository.timestamp.expires,
      },
    ]);
  });

  it("are not asked for again within a day", async () => {
    await load();
    const asked = server.asked.length;
    expect((await load()).roots[0]!.source).toBe("kept");
    expect(server.asked.length).toBe(asked);
    const later = await load({ now: () => Date.now() + 2 * dayMs });
    expect(later.roots[0]!.source).toBe("tuf");
  });

  it("are those of the newest targets", async () => {
    await load();
    repository.addTarget("trusted_root.json", trustedRoot("second"));
    repository.advance();
    const { document } = await refreshTrustedRoot(instance, { cacheDirectory: folder });
    expect(document.note).toBe("second");
    expect((await load({ offline: true })).roots[0]!.document.note).toBe("second");
  });

  it("come from what was kept when the repository is gone, with a warning", async () => {
    await load();
    await server.close();
    const later = await load({ now: () => Date.now() + 2 * dayMs });
    expect(later.roots[0]!.source).toBe("kept");
    expect(later.warnings).toEqual([
      expect.stringContaining("The roots of lab could not be refreshed"),
    ]);
  });

  it("warn when what was kept is used after its metadata expired", async () => {
    await load();
    const { roots, warnings } = await load({ offline: true, now: () => Date.now() + 60 * dayMs });
    expect(roots[0]!.source).toBe("kept");
    expect(warnings).toEqual([
      expect.stringMatching(/^The kept roots of lab are of .* expired on/),
    ]);
  });

  it("stop everything when the repository sends what nobody signed", async () => {
    await load();
    repository.timestamp.version += 1;
    repository.signers.set("timestamp", [...new TestRepository().signers.get("timestamp")!]);
    repository.publish();
    await expect(load({ now: () => Date.now() + 2 * dayMs })).rejects.toMatchObject({
      code: "SIGNATURE_INVALID",
    });
  });

  it("need a root to begin with", async () => {
    const unknown = { name: "lab", url: server.url };
    await expect(load({ instances: [unknown] })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(load({ instances: ["nobody"] })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("offline", () => {
  it("opens no socket, with and without something kept", async () => {
    await load();
    const spies = forbidConnections();
    expect((await load({ offline: true })).roots[0]!.source).toBe("kept");
    const embedded = await loadTrustedRoots({ offline: true, cacheDirectory: folder });
    expect(embedded.roots[0]).toMatchObject({
      source: "embedded",
      instance: "public-good",
      document: embeddedTrustedRoot(),
    });
    for (const spy of spies) expect(spy).not.toHaveBeenCalled();
  });

  it("would be noticed if it did: the same without it fails", async () => {
    const [connect, fetched] = forbidConnections();
    await load({ instances: ["public-good"], offline: false });
    expect([connect!.mock.calls.length, fetched!.mock.calls.length]).not.toEqual([0, 0]);
  });

  it("warns when the embedded roots are old", async () => {
    const now = () => Date.parse("2028-01-01");
    const { warnings } = await loadTrustedRoots({ offline: true, now });
    expect(warnings).toEqual([expect.stringMatching(/embedded roots of public-good are \d+ days/)]);
    const today = () => Date.parse("2026-12-01");
    expect((await loadTrustedRoots({ offline: true, now: today })).warnings).toEqual([]);
  });

  it("says what to do when there is nothing at hand", async () => {
    await expect(load({ offline: true })).rejects.toMatchObject({
      code: "NOT_FOUND",
      action: expect.stringContaining("plimsoll trust update"),
    });
  });
});

describe("what is kept", () => {
  it("is one whole file, although several runs write it at once", async () => {
    await Promise.all(
      Array.from({ length: 6 }, () => refreshTrustedRoot(instance, { cacheDirectory: folder })),
    );
    const [name] = readdirSync(join(folder, "roots"));
    expect(readdirSync(join(folder, "roots", name!))).toEqual(["current.json"]);
    expect((await load({ offline: true })).roots[0]!.source).toBe("kept");
  });

  it("is not set back by a run that started before", async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const target = [...repository.files.keys()].find((path) => /^targets\/\w{64}\./.test(path))!;
    const old = repository.files.get(target)!;
    server.answers.set(target, (response) => {
      void held.then(() => response.end(old));
    });
    const first = refreshTrustedRoot(instance, { cacheDirectory: folder });
    await vi.waitFor(() => expect(server.asked).toContain(target));
    repository.addTarget("trusted_root.json", trustedRoot("second"));
    repository.advance();
    await refreshTrustedRoot(instance, { cacheDirectory: folder });
    release();
    expect((await first).document.note).toBe("first");
    expect((await load({ offline: true })).roots[0]!.document.note).toBe("second");
  });

  it("that is broken is as if there were nothing", async () => {
    await load();
    const [name] = readdirSync(join(folder, "roots"));
    const file = join(folder, "roots", name!, "current.json");
    for (const broken of ["", "{", '{"metadata":7}', readFileSync(file, "utf8").slice(0, 500)]) {
      writeFileSync(file, broken);
      expect((await load()).roots[0]!.source).toBe("tuf");
    }
  });

  it("is not used for the same address with another first root", async () => {
    await load();
    const other = new TestRepository();
    other.publish();
    const stranger = { ...instance, root: other.files.get("1.root.json") };
    await expect(load({ instances: [stranger] })).rejects.toMatchObject({
      code: "SIGNATURE_INVALID",
    });
  });

  it("serves although the folder cannot be written", async () => {
    const file = join(folder, "file");
    writeFileSync(file, "");
    const { isKept } = await refreshTrustedRoot(instance, { cacheDirectory: file });
    expect(isKept).toBe(false);
  });
});

describe("files", () => {
  it("are used as they are, and instances only when asked for", async () => {
    const path = join(folder, "trusted_root.json");
    writeFileSync(path, trustedRoot("mine"));
    const { roots } = await loadTrustedRoots({ files: [path] });
    expect(roots).toEqual([
      { document: JSON.parse(trustedRoot("mine")), source: "file", from: path },
    ]);
    expect((await load({ files: [path] })).roots.map(({ source }) => source)).toEqual([
      "file",
      "tuf",
    ]);
  });

  it("may hold a document a line, as gh attestation trusted-root writes them", async () => {
    const path = join(folder, "trusted_root.jsonl");
    writeFileSync(path, `${trustedRoot("one")}\n${trustedRoot("two")}\n`);
    const { roots } = await loadTrustedRoots({ files: [path] });
    expect(roots.map(({ document }) => document.note)).toEqual(["one", "two"]);
    writeFileSync(path, JSON.stringify(JSON.parse(trustedRoot("indented")), null, 2));
    expect((await loadTrustedRoots({ files: [path] })).roots[0]!.document.note).toBe("indented");
  });

  it.each([
    ["MALFORMED", "not JSON"],
    ["MALFORMED", "{}"],
    ["MALFORMED", JSON.stringify({ mediaType, tlogs: { length: 3 } })],
    ["MALFORMED", '{"mediaType":"a","mediaType":"b"}'],
    ["LIMIT_EXCEEDED", `${trustedRoot("many")}\n`.repeat(17)],
    ["LIMIT_EXCEEDED", " ".repeat(4 * 1024 * 1024 + 1)],
  ])("are refused as %s and named: %.40s", async (code, content) => {
    const path = join(folder, "trusted_root.json");
    writeFileSync(path, content);
    await expect(loadTrustedRoots({ files: [path] })).rejects.toMatchObject({
      code,
      subject: path,
    });
  });

  it("that are missing are named", async () => {
    const path = join(folder, "missing.json");
    await expect(loadTrustedRoots({ files: [path] })).rejects.toMatchObject({
      code: "READ_FAILED",
      subject: path,
    });
  });
});

describe("the clock", () => {
  it("is the caller's: metadata expires by it", async () => {
    const old = new TestRepository(inDays(-100));
    old.addTarget("trusted_root.json", trustedRoot("old"));
    old.publish();
    const oldServer = await serve(old.files);
    const past = { name: "old", url: oldServer.url, root: old.files.get("1.root.json") };
    const now = () => Date.now() - 120 * dayMs;
    expect((await refreshTrustedRoot(past, { now })).document.note).toBe("old");
    await expect(refreshTrustedRoot(past)).rejects.toMatchObject({ code: "SIGNATURE_INVALID" });
    await oldServer.close();
  });
});
