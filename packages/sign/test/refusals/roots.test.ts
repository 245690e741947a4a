import { createPublicKey } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openTufClient, type TufClientOptions } from "../../src/roots/tuf/client.ts";
import { inDays, newKey, sameKeyAgain, sha256, TestRepository } from "../roots/repository.ts";
import { type FileServer, serve } from "../roots/server.ts";

let folder: string;
let repository: TestRepository;
let server: FileServer;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "tuf-"));
  mkdirSync(join(folder, "targets"));
  repository = new TestRepository();
  repository.publish();
  server = await serve(repository.files);
  trust(repository.files.get("1.root.json")!);
});

afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

function trust(root: Uint8Array) {
  writeFileSync(join(folder, "root.json"), root);
}

function open(options: Partial<TufClientOptions> = {}) {
  return openTufClient({ directory: folder, metadataUrl: server.url, ...options });
}

const refresh = async (options: Partial<TufClientOptions> = {}) => open(options).refresh();
const download = (path: string) => open().download(path, join(folder, "targets"));

/** Version that the client holds for a role. */
function held(role: string): number | undefined {
  const file = join(folder, `${encodeURIComponent(role)}.json`);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).signed.version : undefined;
}

/** Serves a document under a name as it is, signed by the role's keys. */
function put(name: string, role: string, signed: Parameters<TestRepository["sign"]>[1]) {
  repository.files.set(name, repository.sign(role, signed));
}

const refused = { code: "SIGNATURE_INVALID" };

describe("a rollback", () => {
  beforeEach(async () => {
    repository.advance();
    repository.advanceRoot();
    await refresh();
    expect([held("root"), held("timestamp"), held("snapshot")]).toEqual([2, 2, 2]);
  });

  it("[refusal 53] of root is refused: a next root must have the next version", async () => {
    put("3.root.json", "root", { ...repository.root, version: 2 });
    await expect(refresh()).rejects.toMatchObject(refused);
    expect(held("root")).toBe(2);
  });

  it("[refusal 53] of timestamp is refused", async () => {
    put("timestamp.json", "timestamp", { ...repository.timestamp, version: 1 });
    await expect(refresh()).rejects.toMatchObject(refused);
    expect(held("timestamp")).toBe(2);
  });

  it("[refusal 53] of the snapshot that timestamp names is refused", async () => {
    repository.timestamp.version = 3;
    const meta = { "snapshot.json": { version: 1 } };
    put("timestamp.json", "timestamp", { ...repository.timestamp, meta });
    await expect(refresh()).rejects.toMatchObject(refused);
    expect([held("timestamp"), held("snapshot")]).toEqual([2, 2]);
  });

  it("[refusal 53] of a role's entry in snapshot is refused, and its removal too", async () => {
    for (const meta of [{ "targets.json": { version: 1 } }, {}]) {
      const version = 3;
      put("3.snapshot.json", "snapshot", { ...repository.snapshot, version, meta });
      const listed = { "snapshot.json": { version } };
      put("timestamp.json", "timestamp", { ...repository.timestamp, version, meta: listed });
      await expect(refresh()).rejects.toMatchObject(refused);
      expect([held("snapshot"), held("targets")]).toEqual([2, 2]);
    }
  });
});

describe("a freeze", () => {
  it.each(["root", "timestamp", "snapshot", "targets"] as const)(
    "[refusal 54] by an expired %s is refused",
    async (role) => {
      repository[role].expires = inDays(-1);
      if (role === "root") repository.advanceRoot();
      else repository.advance();
      await expect(refresh()).rejects.toMatchObject(refused);
    },
  );

  it("[refusal 54] is refused when the old timestamp is already held", async () => {
    await refresh();
    const now = () => Date.now() + 31 * 24 * 60 * 60 * 1000;
    await expect(refresh({ now })).rejects.toMatchObject(refused);
  });

  it.each(["2099", "2099-01-01", "2099-01-01T00:00:00", "tomorrow", 4102444800, null])(
    "[refusal 54] by an expiry that has to be guessed is refused: %s",
    async (expires) => {
      put("timestamp.json", "timestamp", { ...repository.timestamp, expires: expires as string });
      await expect(refresh()).rejects.toMatchObject({ code: "MALFORMED" });
    },
  );
});

describe("mix and match", () => {
  it("[refusal 55] of a snapshot or targets with another hash is refused", async () => {
    repository.withHashes = true;
    repository.advance();
    const { version } = repository.targets;
    for (const role of ["snapshot", "targets"] as const) {
      const name = `${version}.${role}.json`;
      const honest = repository.files.get(name)!;
      put(name, role, { ...repository[role], note: "another" });
      await expect(refresh(), role).rejects.toMatchObject(
        // A longer one ends at the length that was promised.
        { code: expect.stringMatching(/^(?:SIGNATURE_INVALID|LIMIT_EXCEEDED)$/) },
      );
      repository.files.set(name, honest);
    }
    await refresh();
  });

  it("[refusal 55] of the same length is refused as well", async () => {
    repository.withHashes = true;
    repository.targets.note = "a";
    repository.advance();
    put("2.targets.json", "targets", { ...repository.targets, note: "b" });
    await expect(refresh()).rejects.toMatchObject(refused);
    expect(held("targets")).toBeUndefined();
  });

  it("[refusal 55] of versions is refused", async () => {
    put("1.snapshot.json", "snapshot", { ...repository.snapshot, version: 2 });
    await expect(refresh()).rejects.toMatchObject(refused);
    repository.publish();
    put("1.targets.json", "targets", { ...repository.targets, version: 2 });
    await expect(refresh()).rejects.toMatchObject(refused);
  });

  it("[refusal 55] of a target with other bytes is refused", async () => {
    repository.addTarget("trusted_root.json", "honest");
    repository.advance();
    const name = `targets/${sha256("honest")}.trusted_root.json`;
    for (const bytes of ["hones7", "short", "longer than promised"]) {
      repository.files.set(name, Buffer.from(bytes));
      await expect(download("trusted_root.json")).rejects.toMatchObject({
        code: expect.stringMatching(/^(?:SIGNATURE_INVALID|LIMIT_EXCEEDED)$/),
      });
      expect(existsSync(join(folder, "targets", "trusted_root.json"))).toBe(false);
    }
  });

  it.each([{}, { md5: "5d41402abc4b2a76b9719d911017c592" }])(
    "[refusal 55] of a target without a strong hash is refused: %j",
    async (hashes) => {
      repository.targets.targets.hello = { length: 5, hashes };
      repository.advance();
      await expect(download("hello")).rejects.toMatchObject({ code: "MALFORMED" });
    },
  );
});

describe("the next root", () => {
  it("[refusal 56] that the present one did not sign is refused", async () => {
    repository.rotate("root");
    repository.advanceRoot();
    await expect(refresh()).rejects.toMatchObject(refused);
    expect(held("root")).toBe(1);
  });

  it("[refusal 56] that it does not sign itself is refused", async () => {
    const old = repository.signers.get("root")!;
    repository.rotate("root");
    repository.signers.set("root", old);
    repository.advanceRoot();
    await expect(refresh()).rejects.toMatchObject(refused);
  });

  it("[refusal 56] that skips a version is refused", async () => {
    put("2.root.json", "root", { ...repository.root, version: 3 });
    await expect(refresh()).rejects.toMatchObject(refused);
  });

  it("is taken when both signed it, through many rotations", async () => {
    for (let count = 0; count < 5; count += 1) {
      const old = repository.signers.get("root")!;
      repository.rotate("root");
      repository.advanceRoot(old);
    }
    await refresh();
    expect(held("root")).toBe(6);
  });

  it("[refusal 56] is followed at most 1024 times in a run", async () => {
    for (let count = 0; count < 1030; count += 1) repository.advanceRoot();
    await refresh();
    expect(held("root")).toBe(1025);
  });
});

describe("a threshold", () => {
  const bend = (change: (role: Record<string, unknown>) => void) => {
    change(repository.root.roles.snapshot!);
    repository.advanceRoot();
    repository.advance();
  };

  it.each([0, -1, null, "1"])("[refusal 57] of %s is refused", async (threshold) => {
    bend((role) => {
      role.threshold = threshold;
    });
    await expect(refresh()).rejects.toMatchObject(refused);
    expect(held("root")).toBe(1);
  });

  it("[refusal 57] that is not met is refused", async () => {
    repository.addKey("snapshot");
    repository.signers.get("snapshot")!.pop();
    bend((role) => {
      role.threshold = 2;
    });
    await expect(refresh()).rejects.toMatchObject(refused);
    expect(held("snapshot")).toBeUndefined();
  });

  it("[refusal 57] is not met by one key id listed twice", async () => {
    bend((role) => {
      role.keyids = [repository.signers.get("snapshot")![0]!.id, ...(role.keyids as string[])];
      role.threshold = 2;
    });
    await expect(refresh()).rejects.toMatchObject({ code: "MALFORMED" });
  });

  it("[refusal 57] is not met by one key under two ids, hex and PEM", async () => {
    const [key] = repository.signers.get("snapshot")!;
    repository.addKey("snapshot", sameKeyAgain(key!, createPublicKey(key!.privateKey)));
    bend((role) => {
      role.threshold = 2;
    });
    await expect(refresh()).rejects.toMatchObject({
      code: "MALFORMED",
      message: expect.stringContaining("same key under two ids"),
    });
    expect([held("root"), held("snapshot")]).toEqual([1, undefined]);
  });

  it("[refusal 57] is not met by two signatures of one key", async () => {
    const twice = JSON.parse(repository.files.get("1.snapshot.json")!.toString());
    twice.signatures.push(twice.signatures[0]);
    repository.files.set("1.snapshot.json", Buffer.from(JSON.stringify(twice)));
    await expect(refresh()).rejects.toMatchObject(refused);
  });

  it("[refusal 57] is not met by a key whose id is that of another", async () => {
    const stranger = newKey();
    const { id } = repository.signers.get("snapshot")![0]!;
    repository.signers.set("snapshot", [{ ...stranger, id }]);
    repository.advance();
    await expect(refresh()).rejects.toMatchObject(refused);
  });

  it("[refusal 57] of the first root is checked too, before anything is asked", async () => {
    const first = JSON.parse(repository.files.get("1.root.json")!.toString());
    first.signatures[0].sig = "00".repeat(64);
    trust(Buffer.from(JSON.stringify(first)));
    await expect(refresh()).rejects.toMatchObject(refused);
    expect(server.asked).toEqual([]);
  });
});

describe("metadata", () => {
  it.each([
    ["timestamp.json", "snapshot"],
    ["1.snapshot.json", "timestamp"],
    ["1.targets.json", "snapshot"],
  ] as const)("[refusal 58] of another role as %s is refused", async (name, other) => {
    // One key for all roles, so that only the type tells them apart.
    const key = newKey();
    for (const role of ["timestamp", "snapshot", "targets"]) {
      repository.root.roles[role]!.keyids = [];
      repository.signers.set(role, []);
      repository.addKey(role, key);
    }
    repository.advanceRoot();
    repository.publish();
    put(name, other, repository[other]);
    await expect(refresh()).rejects.toMatchObject(refused);
  });

  it.each([
    ["a key twice", (text: string) => text.replace('"version":1', '"version":9,"version":1')],
    ["a byte order mark", (text: string) => `\ufeff${text}`],
    ["data behind it", (text: string) => `${text}{}`],
    [
      "deep nesting",
      (text: string) => text.replace("{", `{"x":${"[".repeat(99)}${"]".repeat(99)},`),
    ],
    [
      "a version that is no whole number",
      (text: string) => text.replace(/"version":1/g, '"version":1.5'),
    ],
  ])("with %s is refused before it is judged", async (_what, bend) => {
    const text = repository.files.get("timestamp.json")!.toString();
    repository.files.set("timestamp.json", Buffer.from(bend(text)));
    await expect(refresh()).rejects.toMatchObject({
      code: expect.stringMatching(/^(?:MALFORMED|LIMIT_EXCEEDED)$/),
    });
    expect(held("timestamp")).toBeUndefined();
  });
});

describe("a delegation", () => {
  it("[refusal 59] to a role speaks only for the paths it was given", async () => {
    const role = repository.delegate("docs", { paths: ["docs/*"] });
    repository.addTarget("docs/page", "page", role);
    repository.addTarget("trusted_root.json", "evil", role);
    repository.advance();
    expect(readFileSync(await download("docs/page"), "utf8")).toBe("page");
    await expect(download("trusted_root.json")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it.each(["../evil", "/etc/evil", "..", "a/b", "?", "#", "%2e%2e"])(
    "[refusal 59] to a role named %s writes inside the folder only",
    async (name) => {
      repository.delegate(name);
      repository.advance();
      await expect(download("nothing")).rejects.toMatchObject({ code: "NOT_FOUND" });
      expect(held(name)).toBe(1);
      expect(existsSync(join(folder, "..", "evil.json"))).toBe(false);
    },
  );

  it.each(["__proto__", "constructor", "toString"])(
    "[refusal 59] to a role named %s is refused",
    async (name) => {
      repository.delegate(name);
      repository.advance();
      await expect(download("nothing")).rejects.toMatchObject({ code: "MALFORMED" });
    },
  );

  it.each(["root", "snapshot"])("[refusal 59] to a role named %s is refused", async (name) => {
    repository.delegate(name);
    put("1.targets.json", "targets", repository.targets);
    await expect(download("nothing")).rejects.toMatchObject(refused);
  });

  it("[refusal 59] in a circle ends", async () => {
    repository.delegate("a");
    repository.delegate("b", { by: "a" });
    repository.delegate("a", { by: "b" });
    repository.advance();
    await expect(download("nothing")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("[refusal 59] that never ends is left after 32 roles", async () => {
    let by = "targets";
    for (let depth = 0; depth < 40; depth += 1) {
      repository.delegate(`r${depth}`, { by });
      by = `r${depth}`;
    }
    repository.addTarget("far", "far", repository.delegated.get(by)!);
    repository.advance();
    await expect(download("far")).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(server.asked.filter((path) => /^1\.r\d+\.json$/.test(path)).length).toBeLessThan(33);
  });

  it("[refusal 59] whose target is named to leave the folder stays in it", async () => {
    repository.addTarget("../../evil", "evil");
    repository.advance();
    await download("../../evil").catch(() => {});
    expect(existsSync(join(folder, "..", "evil"))).toBe(false);
    expect(existsSync(join(folder, "..", "..", "evil"))).toBe(false);
  });

  it("that is terminating ends the search", async () => {
    repository.delegate("first", { terminating: true });
    repository.addTarget("file", "late", repository.delegate("second"));
    repository.advance();
    await expect(download("file")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("too much", () => {
  const tooLong = { code: "LIMIT_EXCEEDED" };
  const padded = (name: string, bytes: number) =>
    repository.files.set(
      name,
      Buffer.concat([repository.files.get(name) ?? Buffer.from("{}"), Buffer.alloc(bytes, " ")]),
    );

  it.each([
    ["2.root.json", 512 * 1024],
    ["timestamp.json", 64 * 1024],
    ["1.snapshot.json", 2 * 1024 * 1024],
    ["1.targets.json", 5 * 1024 * 1024],
  ])("[refusal 60] in %s is refused", async (name, bytes) => {
    padded(name, bytes + 1);
    await expect(refresh()).rejects.toMatchObject(tooLong);
  });

  it("[refusal 60] is what is longer than its parent says", async () => {
    repository.withHashes = true;
    repository.advance();
    padded("2.snapshot.json", 1);
    await expect(refresh()).rejects.toMatchObject(tooLong);
  });

  it("[refusal 60] is a target longer than the caller takes", async () => {
    repository.addTarget("big", "x".repeat(2000));
    repository.advance();
    const client = open({ maxTargetBytes: 1000 });
    await expect(client.download("big", folder)).rejects.toMatchObject(tooLong);
    expect(server.asked.some((path) => path.startsWith("targets/"))).toBe(false);
  });

  it("[refusal 61] unpacked is refused: a small answer that grows", async () => {
    const bomb = gzipSync(Buffer.alloc(20 * 1024 * 1024, " "));
    server.answers.set("timestamp.json", (response) => {
      response.writeHead(200, { "content-encoding": "gzip" }).end(bomb);
    });
    await expect(refresh()).rejects.toMatchObject(tooLong);
  });

  it("[refusal 61] without end is refused, and the connection is closed", async () => {
    let closed = () => {};
    const isClosed = new Promise<void>((resolve) => {
      closed = resolve;
    });
    server.answers.set("timestamp.json", (response) => {
      const timer = setInterval(() => response.write(Buffer.alloc(16 * 1024, " ")), 1);
      response.on("close", () => {
        clearInterval(timer);
        closed();
      });
    });
    await expect(refresh()).rejects.toMatchObject(tooLong);
    await isClosed;
  });

  it("[refusal 61] time is refused: an answer that trickles, one that never comes", async () => {
    server.answers.set("timestamp.json", (response) => {
      const timer = setInterval(() => response.write(" "), 5);
      response.on("close", () => clearInterval(timer));
    });
    const times = { requestMs: 150 };
    await expect(refresh({ times })).rejects.toMatchObject({ code: "TIMEOUT" });
    server.answers.set("timestamp.json", () => {});
    await expect(refresh({ times: { totalMs: 150 } })).rejects.toMatchObject({ code: "TIMEOUT" });
  });

  it("stops when the caller says so", async () => {
    server.answers.set("timestamp.json", () => {});
    const signal = AbortSignal.timeout(50);
    await expect(refresh({ signal })).rejects.toMatchObject({ code: "ABORTED" });
  });
});

describe("the way to the repository", () => {
  it.each([
    "http://example.com",
    "ftp://example.com",
    "file:///etc",
    "https://user:secret@example.com",
    "nonsense",
  ])("is https, or http on this machine, without secrets: %s is refused", (metadataUrl) => {
    expect(() => open({ metadataUrl })).toThrow(
      expect.objectContaining({
        code: "INVALID_ARGUMENT",
        message: expect.not.stringContaining("secret"),
      }),
    );
  });

  it("follows no redirect", async () => {
    server.answers.set("timestamp.json", (response) => {
      response.writeHead(302, { location: `${server.url}/elsewhere.json` }).end();
    });
    await expect(refresh()).rejects.toMatchObject({ code: "SERVER_ERROR" });
    expect(server.asked).not.toContain("elsewhere.json");
  });

  it("that fails in the middle is told as that, not as tampering", async () => {
    server.answers.set("1.snapshot.json", (response) => response.writeHead(500).end());
    await expect(refresh()).rejects.toMatchObject({ code: "SERVER_ERROR" });
    server.answers.set("1.snapshot.json", (response) => response.destroy());
    await expect(refresh()).rejects.toMatchObject({ code: "UNREACHABLE" });
  });
});

describe("recovery", () => {
  it("[refusal 66] from fast-forwarded versions works after the keys are changed", async () => {
    for (const role of ["timestamp", "snapshot"] as const) repository[role].version = 99_999;
    repository.publish();
    await refresh();
    expect([held("timestamp"), held("snapshot")]).toEqual([99_999, 99_999]);
    for (const role of ["timestamp", "snapshot"] as const) {
      repository.rotate(role);
      repository[role].version = 3;
    }
    repository.advanceRoot();
    repository.publish();
    await refresh();
    expect([held("timestamp"), held("snapshot")]).toEqual([3, 3]);
  });

  it("[refusal 66] does not happen with the old keys", async () => {
    repository.timestamp.version = 99_999;
    repository.publish();
    await refresh();
    repository.timestamp.version = 3;
    repository.publish();
    await expect(refresh()).rejects.toMatchObject(refused);
  });
});
