import { createHash, createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { createRegistryClient } from "@plimsoll/registry";
import { beforeEach, describe, expect, it } from "vitest";
import { encodeBareKey, encodeKey, keyIdOf } from "../../src/dct/key.ts";
import type { DctStore, KnownRepository } from "../../src/dct/known.ts";
import { dctLimits } from "../../src/dct/limits.ts";
import { composeDocument, composeFileMeta } from "../../src/dct/write/compose.ts";
import { dct } from "../../src/index.ts";
import {
  advance,
  createNotary,
  createRepository,
  createRootKey,
  createTestKey,
  delegate,
  digest,
  earlier,
  gun,
  now,
  publish,
  type TestNotary,
  type TestRepository,
  tagEntry,
  targetsOf,
} from "../dct/test-notary.ts";

let notary: TestNotary;
let repository: TestRepository;
let rootKeys: string[];

beforeEach(async () => {
  notary = createNotary();
  repository = await createRepository();
  rootKeys = [repository.keys.root.id];
  publish(notary, repository);
});

/** What fails, as `name: reason`, when the tag 1.0 is verified; empty when it verifies. */
async function faults(trust: object = {}, question: object = {}): Promise<string[]> {
  const { signature } = await dct.verifyTag({
    client: notary.client,
    gun,
    trust: { rootKeys, ...trust },
    tag: "1.0",
    digest,
    now,
    ...question,
  });
  const failed = signature.checks.filter(({ result }) => result === "fail");
  expect(signature.result).toBe(failed.length === 0 ? "verified" : "failed");
  return failed.map(({ name, reason }) => `${name}: ${reason}`);
}

function createMemoryStore(): DctStore & { known?: KnownRepository | undefined } {
  const store: DctStore & { known?: KnownRepository | undefined } = {
    load: async () => store.known,
    save: async (_gun, known) => {
      store.known = known;
    },
  };
  return store;
}

it("verifies when everything is right", async () => {
  expect(await faults()).toEqual([]);
});

describe("whom the root is trusted for", () => {
  it("[refusal 39] no pin: fails, and tells the ids that were found", async () => {
    const { signature } = await dct.verifyTag({
      client: notary.client,
      gun,
      trust: { rootKeys: [] },
      tag: "1.0",
      now,
    });
    expect(signature.result).toBe("failed");
    expect(signature.checks.at(-1)).toMatchObject({ name: "identity", result: "fail" });
    expect(signature.checks.at(-1)!.evidence).toContain(repository.keys.root.id);
  });

  it("[refusal 63] a root whose certificate is for another name", async () => {
    const names = [
      "registry.test/lab/other",
      "registry.test/lab/app-evil",
      "registry.test/lab/a*",
      "*",
    ];
    for (const name of names) {
      const key = await createRootKey(name);
      rootKeys = [key.id];
      publish(notary, await createRepository(key));
      expect((await faults()).join(), name).toMatch(
        /^root-certificate: The root's certificate is for/,
      );
    }
    const wide = await createRootKey("registry.test/lab/*");
    rootKeys = [wide.id];
    publish(notary, await createRepository(wide));
    expect(await faults()).toEqual([]);
  });

  it("[refusal 63] a root without a certificate, or with one that has expired", async () => {
    const bare = createTestKey();
    rootKeys = [bare.id];
    publish(notary, await createRepository(bare));
    expect((await faults()).join()).toContain("no certificate that names the repository");
    const old = await createRootKey(gun, Date.parse("2010-01-01T00:00:00Z"));
    rootKeys = [old.id];
    publish(notary, await createRepository(old));
    expect((await faults()).join()).toContain("root-certificate: The root's certificate expired");
  });

  it("[refusal 65] another root under the same name, after the first was kept", async () => {
    const store = createMemoryStore();
    expect(await faults({ store })).toEqual([]);
    const other = await createRepository();
    rootKeys.push(other.keys.root.id);
    notary.files.clear();
    publish(notary, other);
    expect(await faults({ store })).toEqual([
      "rotation: Version 1 of the root is another than it was",
    ]);
    notary.files.clear();
    expect(await faults({ store })).toEqual(["root: The server has lost the root"]);
  });
});

describe("going back", () => {
  it("[refusal 53] root, timestamp, snapshot, targets and a role in the snapshot", async () => {
    delegate(repository, "targets/releases", { "1.0": tagEntry() });
    publish(notary, repository);
    const first = new Map(notary.files);
    const store = createMemoryStore();
    advance(repository);
    publish(notary, repository);
    expect(await faults({ store })).toEqual([]);
    const { known } = store;

    notary.files.clear();
    for (const [name, bytes] of first) notary.files.set(name, bytes);
    expect(await faults({ store })).toEqual(["timestamp: Timestamp went back from version 2 to 1"]);

    const back = async (change: (each: TestRepository) => void) => {
      store.known = known;
      const each = { ...structuredCloneRepository(repository) };
      each.timestamp.json.version = 3;
      change(each);
      publish(notary, each);
      return faults({ store });
    };
    expect(await back((each) => (each.snapshot.json.version = 1))).toEqual([
      "snapshot: Snapshot went back from version 2 to 1",
    ]);
    expect(await back((each) => (each.roles.get("targets")!.json.version = 1))).toEqual([
      "targets: Targets went back from version 2 to 1",
    ]);
    expect(await back((each) => (each.roles.get("targets/releases")!.json.version = 1))).toEqual([
      "delegation: Targets/releases went back from version 2 to 1",
    ]);
    expect(await back((each) => each.roles.delete("targets/releases"))).toEqual([
      "delegation: Targets/releases was there before, and is no more",
    ]);
    store.known = {
      ...known!,
      root: composeDocument({ ...repository.root.json, version: 2 }, [repository.keys.root]),
    };
    publish(notary, repository);
    expect(await faults({ store })).toEqual(["rotation: The root went back from version 2 to 1"]);
  });

  it("[refusal 66] but a fast-forward is forgotten with the key that made it", async () => {
    const store = createMemoryStore();
    repository.timestamp.json.version = 1_000_000;
    repository.snapshot.json.version = 1_000_000;
    publish(notary, repository);
    expect(await faults({ store })).toEqual([]);
    repository.timestamp.json.version = 2;
    repository.snapshot.json.version = 2;
    publish(notary, repository);
    expect(await faults({ store })).toHaveLength(1);
    const fresh = createTestKey();
    const { json } = repository.root;
    json.keys[fresh.id] = fresh.json;
    json.roles.timestamp = { keyids: [fresh.id], threshold: 1 };
    json.version = 2;
    repository.timestamp.signers = [fresh];
    publish(notary, repository);
    expect(await faults({ store })).toEqual([]);
  });

  it("[refusal 54] any document that has expired: the server is frozen, or somebody stands between", async () => {
    for (const name of ["root", "timestamp", "snapshot", "targets"] as const) {
      const each = await createRepository();
      rootKeys = [each.keys.root.id];
      const document = name === "targets" ? each.roles.get("targets")! : each[name];
      document.json.expires = earlier;
      publish(notary, each);
      expect((await faults()).join()).toMatch(
        new RegExp(`^${name}: .* expired on ${earlier}$`, "i"),
      );
    }
  });
});

describe("mixing", () => {
  it("[refusal 55] documents that are not those listed: other bytes, another length, another root", async () => {
    const name = [...notary.files.keys()].find((each) => each.startsWith("targets."))!;
    const right = notary.files.get(name)!;
    const other = composeDocument(targetsOf({ "1.0": tagEntry("cd".repeat(32)) }), [
      repository.keys.targets,
    ]);
    notary.files.set(name, other);
    expect(await faults()).toEqual(["targets: Targets is not the version that is listed"]);
    notary.files.set(name, right.subarray(0, -1));
    expect(await faults()).toEqual(["targets: Targets is not the version that is listed"]);
    notary.files.delete(name);
    expect(await faults()).toEqual(["targets: Targets is not there in the version that is listed"]);
    notary.files.set(name, right);
    expect(await faults()).toEqual([]);
    repository.root.json.expires = "2028-01-01T00:00:00Z";
    notary.files.set("root", composeDocument(repository.root.json, [repository.keys.root]));
    expect(await faults()).toEqual(["snapshot: Root is not the version that is listed"]);
  });

  it("[refusal 58] a document of another role in a role's place", async () => {
    const snapshot = [...notary.files].find(([name]) => name.startsWith("snapshot."))![1];
    notary.files.set("timestamp", snapshot);
    expect(await faults()).toEqual(["timestamp: Its _type is not Timestamp"]);
  });
});

describe("rotation", () => {
  /** Version 2 of the root with a new root key, signed by these. */
  const rotate = async (signers: (old: TestRepository) => TestRepository["root"]["signers"]) => {
    const fresh = await createRootKey();
    const { json } = repository.root;
    json.keys = { ...json.keys, [fresh.id]: fresh.json };
    json.roles = { ...json.roles, root: { keyids: [fresh.id], threshold: 1 } };
    json.version = 2;
    repository.root.signers = [fresh, ...signers(repository)];
    publish(notary, repository);
    return fresh;
  };

  it("is followed from the pinned key, and from what was kept", async () => {
    const store = createMemoryStore();
    expect(await faults({ store })).toEqual([]);
    await rotate(({ keys }) => [keys.root]);
    expect(await faults({ store })).toEqual([]);
    expect(await faults()).toEqual([]);
  });

  it("[refusal 56] a root that the keys before did not sign", async () => {
    const store = createMemoryStore();
    expect(await faults({ store })).toEqual([]);
    const fresh = await rotate(() => []);
    expect((await faults()).join()).toMatch(
      /^identity: Version 2 of the root, by the keys of the version before,/,
    );
    rootKeys = [fresh.id];
    expect((await faults({ store })).join()).toMatch(
      /^rotation: Version 2 of the root, by the keys/,
    );
  });

  it("[refusal 56] versions left out", async () => {
    await rotate(({ keys }) => [keys.root]);
    notary.files.delete("1.root");
    expect(await faults()).toEqual(["identity: Version 1 of the root is not there"]);
    notary.files.set("1.root", notary.files.get("2.root")!);
    expect(await faults()).toEqual(["identity: Version 2 of the root came in place of 1"]);
  });

  it("[refusal 56] more than 1024 rotations", async () => {
    repository.root.json.version = 3000;
    publish(notary, repository);
    const store = createMemoryStore();
    store.known = {
      root: composeDocument({ ...repository.root.json, version: 1 }, [repository.keys.root]),
      versions: new Map(),
    };
    expect(await faults({ store })).toEqual(["rotation: The root has been rotated too often"]);
    expect(notary.requests).toEqual(["root"]);
  });
});

describe("thresholds and keys", () => {
  it("[refusal 57] a threshold of 0, and one that is not met", async () => {
    repository.root.json.roles.targets.threshold = 0;
    publish(notary, repository);
    expect((await faults()).join()).toContain("root: The threshold of targets is not");
    repository.root.json.roles.targets.threshold = 2;
    publish(notary, repository);
    expect((await faults()).join()).toContain(
      "targets: Targets is signed by 1 of its keys, and 2 must",
    );
  });

  it("[refusal 57] the same key twice, also under two ids", async () => {
    const { targets } = repository.keys;
    const { json } = repository.root;
    json.roles.targets = { keyids: [targets.id, targets.id], threshold: 2 };
    publish(notary, repository);
    expect(await faults()).toEqual(["root: Targets lists a key id twice"]);

    // Once bare and once with a certificate.
    const root = await createRootKey();
    const bare = await createRepository(root);
    const twin = encodeBareKey(createPublicKey(root.privateKey));
    bare.root.json.keys[keyIdOf(twin)] = twin;
    bare.root.json.roles.root = { keyids: [root.id, keyIdOf(twin)], threshold: 2 };
    bare.root.signers = [root, { id: keyIdOf(twin), privateKey: root.privateKey }];
    rootKeys = [root.id];
    publish(notary, bare);
    expect((await faults()).join()).toContain("root: The root is signed by 1 of its keys, and 2");
  });

  it("[refusal 57] two signatures by one key do not make a threshold of two", async () => {
    const other = createTestKey();
    const { keys, root } = repository;
    root.json.keys[other.id] = other.json;
    root.json.roles.targets = { keyids: [keys.targets.id, other.id], threshold: 2 };
    repository.roles.get("targets")!.signers = [keys.targets, keys.targets];
    publish(notary, repository);
    expect((await faults()).join()).toContain("targets: Targets is signed by 1 of its keys");
    repository.roles.get("targets")!.signers = [keys.targets, other];
    publish(notary, repository);
    expect(await faults()).toEqual([]);
  });

  it("[refusal 57] a key under an id that is not its own", async () => {
    const other = createTestKey();
    repository.root.json.keys[repository.keys.targets.id] = other.json;
    publish(notary, repository);
    expect(await faults()).toEqual(["root: A key stands under an id that is not its own"]);
  });

  /** The targets with a signature of one's own making. */
  const withSignature = (method: string, make: (signed: Buffer) => Buffer) => {
    const document = repository.roles.get("targets")!;
    const bytes = composeDocument(document.json, document.signers).toString();
    const signed = Buffer.from(/^\{"signed":(.*),"signatures":/s.exec(bytes)![1]!);
    const sig = make(signed).toString("base64");
    const forged = bytes.replace(
      /"method":"ecdsa","sig":"[^"]+"/,
      `"method":"${method}","sig":"${sig}"`,
    );
    return forged;
  };

  it("[refusal 62] DER where r and s belong, wrong lengths, zeros, and methods that do not fit the key", async () => {
    const key = repository.keys.targets.privateKey;
    const raw = (signed: Buffer) => sign("sha256", signed, { key, dsaEncoding: "ieee-p1363" });
    const forgeries: [string, (signed: Buffer) => Buffer][] = [
      ["ecdsa", (signed) => sign("sha256", signed, key)],
      ["ecdsa", (signed) => raw(signed).subarray(0, 63)],
      ["ecdsa", (signed) => Buffer.concat([raw(signed), Buffer.alloc(2)])],
      ["ecdsa", () => Buffer.alloc(64)],
      ["ecdsa", (signed) => Buffer.concat([Buffer.alloc(32), raw(signed).subarray(32)])],
      ["eddsa", raw],
      ["rsapss", raw],
      ["none", raw],
      ["__proto__", raw],
    ];
    for (const [method, make] of forgeries) {
      publishForged(withSignature(method, make));
      expect((await faults()).join(), method).toContain(
        "targets: Targets is signed by 0 of its keys",
      );
    }
    publishForged(withSignature("ECDSA", raw));
    expect(await faults()).toEqual([]);
  });

  /** Lists these targets in the snapshot, whoever signed them. */
  function publishForged(targets: string): void {
    const bytes = Buffer.from(targets);
    const listed = { ...repository.snapshot.json };
    const each = { ...repository, snapshot: { ...repository.snapshot, json: listed } };
    listed.meta = { targets: composeFileMeta(bytes) };
    publish(notary, each);
    notary.files.set(`targets.${createHash("sha256").update(bytes).digest("hex")}`, bytes);
  }

  it("[refusal 62] keys that are not of the type they say, and weak ones", async () => {
    const rsa = generateKeyPairSync("rsa", { modulusLength: 1024 });
    const weak = encodeKey("rsa", rsa.publicKey.export({ format: "der", type: "spki" }));
    const curve = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const posing = encodeKey("rsa", curve.publicKey.export({ format: "der", type: "spki" }));
    for (const [key, why] of [
      [weak, "a key is an RSA key of 1024 bits"],
      [posing, "is not of the type"],
    ] as const) {
      const each = await createRepository(repository.keys.root);
      each.root.json.keys[keyIdOf(key)] = key;
      publish(notary, each);
      expect((await faults()).join().toLowerCase()).toContain(why.toLowerCase());
    }
  });
});

describe("delegations", () => {
  it("[refusal 59] a role outside its parent, a deep one, a path for a name", async () => {
    const names = [
      "targets",
      "root",
      "targets/a/b",
      "other/a",
      "targets/../root",
      "targets/",
      "targets/A",
      "targets/a.json",
    ];
    for (const name of names) {
      const each = await createRepository(repository.keys.root);
      delegate(each, name, {});
      each.roles.delete(name);
      if (name === "targets") each.roles.set("targets", repository.roles.get("targets")!);
      const { delegations } = each.roles.get("targets")!.json;
      if (name === "targets") delegations.roles = [{ keyids: [], name, paths: [""], threshold: 1 }];
      each.roles.get("targets")!.signers = [each.keys.targets];
      publish(notary, each);
      expect((await faults()).join(), name).toContain(
        "which is not a role one level below targets",
      );
    }
  });

  it("[refusal 59] more than 8 levels", async () => {
    let parent = "targets";
    for (let level = 1; level <= 9; level += 1) {
      delegate(repository, `${parent}/a`, {}, { parent });
      parent = `${parent}/a`;
    }
    publish(notary, repository);
    const { checks } = await dct.inspect({ client: notary.client, gun, trust: { rootKeys }, now });
    const warning = checks.find(({ result }) => result === "warn");
    expect(warning!.reason).toContain(
      "which is not a role one level below targets/a/a/a/a/a/a/a/a",
    );
    expect(notary.requests.filter((name) => name.startsWith("targets/"))).toHaveLength(8);
  });

  it("[refusal 64] a signer's tag outside the paths that are his, also by way of his own delegate", async () => {
    delegate(
      repository,
      "targets/dev",
      { "1.0": tagEntry(), "dev-1": tagEntry() },
      { paths: ["dev-"] },
    );
    delegate(
      repository,
      "targets/dev/own",
      { "1.0": tagEntry() },
      { paths: ["", "1"], parent: "targets/dev" },
    );
    repository.roles.get("targets")!.json.targets = {};
    publish(notary, repository);
    const asked = ["targets/dev", "targets/dev/own"];
    expect((await faults({ roles: asked })).join()).toMatch(
      /^tag: .*a role signed it that may not sign for it$/,
    );
    expect(await faults({ roles: asked }, { tag: "dev-1" })).toEqual([]);
  });

  it("a delegation that its signers let down is no way back to an older digest", async () => {
    const key = delegate(repository, "targets/releases", { "1.0": tagEntry("cd".repeat(32)) });
    repository.roles.get("targets/releases")!.signers = [];
    publish(notary, repository);
    expect((await faults()).join()).toContain("tag: targets/releases comes before others");
    repository.roles.get("targets/releases")!.signers = [key];
    publish(notary, repository);
    expect(await faults()).toEqual(["digest: The tag was signed for another digest"]);
  });
});

describe("sizes and time", () => {
  it("[refusal 60] documents over their bounds, before they are asked for", async () => {
    repository.snapshot.json.meta = {
      targets: { ...composeFileMeta(Buffer.alloc(0)), length: dctLimits.targetsBytes + 1 },
    };
    publish(notary, repository);
    notary.requests.length = 0;
    expect((await faults()).join()).toContain("targets: Targets has more than");
    expect(notary.requests.some((name) => name.startsWith("targets"))).toBe(false);
    notary.files.set("timestamp", Buffer.alloc(dctLimits.timestampBytes + 1, " "));
    expect((await faults()).join()).toContain("timestamp: It sends more than");
  });

  it("[refusal 10] two readings of one document: a key twice, deep nesting, what is not UTF-8", async () => {
    const bytes = notary.files.get("timestamp")!.toString();
    const broken = [
      bytes.replace('"version":1', '"version":1,"version":1'),
      bytes.replace('"version":1', `"version":1,"x":${"[".repeat(100)}${"]".repeat(100)}`),
      bytes.replace('"version":1', '"version":1.5'),
      bytes.replace('"version":1', '"version":1,"x":"\\ud800"'),
      `\ufeff${bytes}`,
      `${bytes}{}`,
    ];
    for (const each of broken) {
      notary.files.set("timestamp", Buffer.from(each));
      expect((await faults()).join()).toMatch(/^timestamp: /);
    }
  });

  it("[refusal 61] endless data, and compressed data that nobody asked for", async () => {
    const server = createServer((request, response) => {
      if (request.url!.includes("/root")) {
        const isGzip = request.url!.includes("gzip");
        if (isGzip) {
          response.writeHead(200, { "content-encoding": "gzip" });
          return response.end(gzipSync(Buffer.alloc(4 * 1024 * 1024)));
        }
        response.writeHead(200);
        const timer = setInterval(() => response.write(Buffer.alloc(64 * 1024, " ")), 1);
        response.on("close", () => clearInterval(timer));
        return undefined;
      }
      response.writeHead(404).end();
      return undefined;
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const client = createRegistryClient({ credentials: async () => undefined });
    try {
      const trust = { rootKeys, server: `http://127.0.0.1:${port}` };
      await expect(dct.inspect({ client, gun, trust })).rejects.toMatchObject({
        code: "LIMIT_EXCEEDED",
      });
      const zipped = await dct.inspect({ client, gun: "registry.test/gzip/app", trust });
      expect(zipped.checks).toMatchObject([{ name: "root", result: "fail" }]);
    } finally {
      await client.close();
      server.closeAllConnections();
      server.close();
    }
  });

  it("plain HTTP to another machine, and a URL with a login", async () => {
    const client = createRegistryClient({ credentials: async () => undefined });
    for (const server of [
      "http://notary.test",
      "https://user:secret@notary.test",
      "ftp://notary.test",
    ]) {
      const asked = dct.inspect({ client, gun, trust: { rootKeys, server } });
      await expect(asked).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
      await expect(asked).rejects.not.toThrow(/secret/);
    }
    await client.close();
  });
});

function structuredCloneRepository(from: TestRepository): TestRepository {
  const copy = ({ json, signers }: TestRepository["root"]) => ({
    json: structuredClone(json),
    signers,
  });
  return {
    keys: from.keys,
    root: copy(from.root),
    snapshot: copy(from.snapshot),
    timestamp: copy(from.timestamp),
    roles: new Map([...from.roles].map(([name, document]) => [name, copy(document)])),
  };
}
