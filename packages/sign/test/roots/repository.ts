import { createHash, generateKeyPairSync, type KeyObject, sign as signBytes } from "node:crypto";

// A small TUF repository for tests: plain documents that a test may bend before they are signed.

export type Document = Record<string, unknown>;
export type Role = Document & { keyids: string[]; threshold: number };
export interface Signed extends Document {
  _type: string;
  version: number;
  expires: string;
}
export interface TestKey {
  id: string;
  key: Document;
  privateKey: KeyObject;
}

/** OLPC canonical JSON, as TUF signs it. */
export function canonical(value: unknown): string {
  if (typeof value === "string") return `"${value.replace(/(["\\])/g, "\\$1")}"`;
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, item]) => `${canonical(key)}:${canonical(item)}`).join(",")}}`;
  }
  return String(value);
}

export const sha256 = (bytes: Uint8Array | string) =>
  createHash("sha256").update(bytes).digest("hex");

const raw = (publicKey: KeyObject) =>
  publicKey.export({ format: "der", type: "spki" }).subarray(-32).toString("hex");

export function newKey(): TestKey {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const key = { keytype: "ed25519", scheme: "ed25519", keyval: { public: raw(publicKey) } };
  return { id: sha256(canonical(key)), key, privateKey };
}

/** The same key under an id of its own, written as PEM. */
export function sameKeyAgain({ privateKey, key }: TestKey, publicKey: KeyObject): TestKey {
  const keyval = { public: publicKey.export({ format: "pem", type: "spki" }) as string };
  const again = { ...key, keyval };
  return { id: sha256(canonical(again)), key: again, privateKey };
}

const day = 24 * 60 * 60 * 1000;
/** RFC 3339 without fraction, so many days from now. */
export const inDays = (days: number, now = Date.now()) =>
  `${new Date(now + days * day).toISOString().slice(0, 19)}Z`;

export class TestRepository {
  readonly root: Signed & { keys: Document; roles: Record<string, Role> };
  readonly timestamp: Signed & { meta: Record<string, Document> };
  readonly snapshot: Signed & { meta: Record<string, Document> };
  readonly targets: Signed & { targets: Record<string, Document> };
  /** Delegated roles. */
  readonly delegated = new Map<string, Signed & { targets: Record<string, Document> }>();
  /** Who signs each role. */
  readonly signers = new Map<string, TestKey[]>();
  /** What is served, by path below the repository. */
  readonly files = new Map<string, Buffer>();
  /** Whether snapshot and timestamp state hash and length of what they list. */
  withHashes = false;

  constructor(expires = inDays(30)) {
    const head = (_type: string) => ({ _type, spec_version: "1.0.31", version: 1, expires });
    const roles: Record<string, Role> = {};
    this.root = { ...head("root"), consistent_snapshot: true, keys: {}, roles };
    this.timestamp = { ...head("timestamp"), meta: { "snapshot.json": { version: 1 } } };
    this.snapshot = { ...head("snapshot"), meta: { "targets.json": { version: 1 } } };
    this.targets = { ...head("targets"), targets: {} };
    for (const role of ["root", "timestamp", "snapshot", "targets"]) {
      roles[role] = { keyids: [], threshold: 1 };
      this.signers.set(role, []);
      this.addKey(role);
    }
  }

  /** Lets a key sign a top-level role. */
  addKey(role: string, key = newKey()): TestKey {
    this.root.keys[key.id] = key.key;
    this.root.roles[role]!.keyids.push(key.id);
    this.signers.get(role)!.push(key);
    return key;
  }

  /** New keys for a top-level role, the old ones forgotten. */
  rotate(role: string): void {
    this.root.roles[role]!.keyids = [];
    this.signers.set(role, []);
    this.addKey(role);
  }

  addTarget(path: string, content: string, targets = this.targets): void {
    const bytes = Buffer.from(content);
    targets.targets[path] = { length: bytes.length, hashes: { sha256: sha256(bytes) } };
    const cut = path.lastIndexOf("/") + 1;
    this.files.set(`targets/${path.slice(0, cut)}${sha256(bytes)}.${path.slice(cut)}`, bytes);
    this.files.set(`targets/${path}`, bytes);
  }

  /** A role below another, with a key of its own. */
  delegate(name: string, options: { paths?: string[]; terminating?: boolean; by?: string } = {}) {
    const { paths = ["*"], terminating = false, by = "targets" } = options;
    const delegator: Document = by === "targets" ? this.targets : this.delegated.get(by)!;
    delegator.delegations ??= { keys: {}, roles: [] };
    const { keys, roles } = delegator.delegations as { keys: Document; roles: Document[] };
    const key = newKey();
    keys[key.id] = key.key;
    roles.push({ name, keyids: [key.id], threshold: 1, terminating, paths });
    this.signers.set(name, [...(this.signers.get(name) ?? []), key]);
    const { expires } = this.targets;
    const fresh = { _type: "targets", spec_version: "1.0.31", version: 1, expires, targets: {} };
    const role = this.delegated.get(name) ?? fresh;
    this.delegated.set(name, role);
    return role;
  }

  /** A signed document. */
  sign(role: string, signed: Signed, signers = this.signers.get(role)!): Buffer {
    const bytes = Buffer.from(canonical(signed));
    const signatures = signers.map(({ id, privateKey }) => ({
      keyid: id,
      sig: signBytes(null, bytes, privateKey).toString("hex"),
    }));
    return Buffer.from(JSON.stringify({ signed, signatures }));
  }

  /** Signs and serves everything as it is now, with the versions that it has. */
  publish(): void {
    const consistent = this.root.consistent_snapshot === true;
    const put = (role: string, signed: Signed) => {
      const bytes = this.sign(role, signed);
      const name = encodeURIComponent(role);
      const prefix = (consistent || role === "root") && role !== "timestamp";
      this.files.set(prefix ? `${signed.version}.${name}.json` : `${name}.json`, bytes);
      return bytes;
    };
    const describe = (signed: Signed, bytes: Buffer) => ({
      version: signed.version,
      ...(this.withHashes && { length: bytes.length, hashes: { sha256: sha256(bytes) } }),
    });
    put("root", this.root);
    this.snapshot.meta["targets.json"] = describe(this.targets, put("targets", this.targets));
    for (const [name, role] of this.delegated) {
      this.snapshot.meta[`${name}.json`] = describe(role, put(name, role));
    }
    const snapshot = put("snapshot", this.snapshot);
    this.timestamp.meta["snapshot.json"] = describe(this.snapshot, snapshot);
    put("timestamp", this.timestamp);
  }

  /** Raises the versions of everything but root, and publishes. */
  advance(): void {
    for (const signed of [this.targets, this.snapshot, this.timestamp]) signed.version += 1;
    this.publish();
  }

  /** Raises root's version and publishes it; `extra` sign it too, as rotations need. */
  advanceRoot(extra: readonly TestKey[] = []): void {
    this.root.version += 1;
    this.files.set(
      `${this.root.version}.root.json`,
      this.sign("root", this.root, [...this.signers.get("root")!, ...extra]),
    );
  }
}
