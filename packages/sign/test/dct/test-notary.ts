import { generateKeyPairSync } from "node:crypto";
import type { RegistryClient, ServiceRequest } from "@plimsoll/registry";
import { encodeBareKey, keyIdOf } from "../../src/dct/key.ts";
import {
  composeDocument,
  composeFileMeta,
  type DocumentSigner,
} from "../../src/dct/write/compose.ts";
import { encodeRootKey } from "../../src/dct/write/root-certificate.ts";
import type { JsonObject } from "../../src/encoding/json.ts";
import { createMemoryRegistry } from "../memory-registry.ts";

export const gun = "registry.test/lab/app";
export const now = () => Date.parse("2026-11-25T12:00:00Z");
export const later = "2027-06-01T00:00:00Z";
export const earlier = "2026-11-24T00:00:00Z";

/** A key with the id that the metadata has for it. */
export interface TestKey extends DocumentSigner {
  readonly json: JsonObject;
}

/** Whatever a test makes of a document. */
type Json = ReturnType<typeof JSON.parse>;

/** A signed part that tests may change at will, and who signs it. */
export interface TestDocument {
  json: Json;
  signers: readonly DocumentSigner[];
}

/** A repository's metadata before it is sealed, and the keys of its roles. */
export interface TestRepository {
  readonly keys: Record<"root" | "targets" | "snapshot" | "timestamp", TestKey>;
  root: TestDocument;
  snapshot: TestDocument;
  timestamp: TestDocument;
  /** By role: `targets` and delegations. */
  readonly roles: Map<string, TestDocument>;
}

export function createTestKey(): TestKey {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return { json: encodeBareKey(publicKey), id: keyIdOf(encodeBareKey(publicKey)), privateKey };
}

/** A root key with a certificate for the repository, or for another name. */
export async function createRootKey(name = gun, at = now()): Promise<TestKey> {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const json = await encodeRootKey(privateKey, name, at);
  return { json, id: keyIdOf(json), privateKey };
}

export const digest = `sha256:${"ab".repeat(32)}`;
export const tagEntry = (hex = "ab".repeat(32)) => ({
  hashes: { sha256: Buffer.from(hex, "hex").toString("base64") },
  length: 512,
});

/** A repository with the tag 1.0, in which everything is right. */
export async function createRepository(rootKey?: TestKey): Promise<TestRepository> {
  const keys = {
    root: rootKey ?? (await createRootKey()),
    targets: createTestKey(),
    snapshot: createTestKey(),
    timestamp: createTestKey(),
  };
  const role = ({ id }: TestKey) => ({ keyids: [id], threshold: 1 });
  const root = {
    _type: "Root",
    consistent_snapshot: false,
    expires: later,
    keys: Object.fromEntries(Object.values(keys).map(({ id, json }) => [id, json])),
    roles: Object.fromEntries(Object.entries(keys).map(([name, key]) => [name, role(key)])),
    version: 1,
  };
  const document = (json: object, key: TestKey): TestDocument => ({ json, signers: [key] });
  return {
    keys,
    root: document(root, keys.root),
    snapshot: document({ _type: "Snapshot", expires: later, version: 1 }, keys.snapshot),
    timestamp: document({ _type: "Timestamp", expires: later, version: 1 }, keys.timestamp),
    roles: new Map([["targets", document(targetsOf({ "1.0": tagEntry() }), keys.targets)]]),
  };
}

export function targetsOf(targets: object, version = 1): Json {
  const delegations = { keys: {}, roles: [] };
  return { _type: "Targets", delegations, expires: later, targets, version };
}

/** Lets `targets`, or another role, delegate to a role with a new key. */
export function delegate(
  repository: TestRepository,
  name: string,
  tags: object,
  { paths = [""], threshold = 1, parent = "targets" } = {},
): TestKey {
  const key = createTestKey();
  const { delegations } = repository.roles.get(parent)!.json;
  delegations.keys[key.id] = key.json;
  delegations.roles.push({ keyids: [key.id], name, paths, threshold });
  repository.roles.set(name, { json: targetsOf(tags), signers: [key] });
  return key;
}

/** A Notary server in memory. */
export interface TestNotary {
  /** By name without `.json`, e.g. `timestamp`, `1.root`, `targets.<sha256>`. */
  readonly files: Map<string, Buffer>;
  readonly requests: string[];
  readonly client: RegistryClient;
}

export function createNotary(): TestNotary {
  const files = new Map<string, Buffer>();
  const requests: string[] = [];
  const requestService = async ({ url, maxBytes }: ServiceRequest) => {
    const name = url.pathname.replace(`/v2/${gun}/_trust/tuf/`, "").replace(/\.json$/, "");
    requests.push(name);
    const body = files.get(name);
    if (body === undefined) return { status: 404, body: Buffer.from("{}") };
    // As the client of registries does.
    if (body.length > maxBytes) {
      const { PlimsollError } = await import("@plimsoll/core");
      throw new PlimsollError("LIMIT_EXCEEDED", `it sends more than ${maxBytes} bytes`);
    }
    return { status: 200, body };
  };
  return { files, requests, client: { ...createMemoryRegistry(), requestService } };
}

const sha256 = (meta: JsonObject) =>
  Buffer.from((meta.hashes as { sha256: string }).sha256, "base64").toString("hex");

/** Signs everything and serves it, as a server does after somebody has published. */
export function publish(notary: TestNotary, repository: TestRepository): void {
  const { root, snapshot, timestamp, roles } = repository;
  const meta: Record<string, JsonObject> = {};
  const put = (name: string, { json, signers }: TestDocument) => {
    const bytes = composeDocument(json, signers);
    meta[name] = composeFileMeta(bytes);
    notary.files.set(`${name}.${sha256(meta[name])}`, bytes);
    return bytes;
  };
  const rootBytes = put("root", root);
  notary.files.set("root", rootBytes);
  notary.files.set(`${root.json.version}.root`, rootBytes);
  for (const [name, document] of roles) put(name, document);
  // What a test says of a document goes before what it is.
  const listed = { ...meta, ...snapshot.json.meta };
  put("snapshot", { ...snapshot, json: { ...snapshot.json, meta: listed } });
  const current = { ...timestamp.json, meta: { snapshot: meta.snapshot! } };
  notary.files.set("timestamp", composeDocument(current, timestamp.signers));
}

/** The next version of everything, with tags of its own. */
export function advance(repository: TestRepository): void {
  for (const document of [
    repository.snapshot,
    repository.timestamp,
    ...repository.roles.values(),
  ]) {
    document.json = { ...structuredClone(document.json), version: document.json.version + 1 };
  }
}
