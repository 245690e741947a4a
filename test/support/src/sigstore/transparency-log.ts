import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";

/** An entry as a Sigstore bundle carries it (protobuf-specs, sigstore_rekor.proto). */
export interface BundleEntry {
  logIndex: string;
  logId: { keyId: string };
  kindVersion: { kind: string; version: string };
  integratedTime?: string;
  inclusionPromise?: { signedEntryTimestamp: string };
  inclusionProof: {
    logIndex: string;
    rootHash: string;
    treeSize: string;
    hashes: string[];
    checkpoint: { envelope: string };
  };
  canonicalizedBody: string;
}

/** A transparency log like Rekor: a Merkle tree (RFC 6962) whose head it signs. */
export interface TransparencyLog {
  readonly origin: string;
  readonly publicKey: KeyObject;
  /** SHA-256 of the key. */
  readonly id: Buffer;
  readonly version: 1 | 2;
  /** Appends an entry. Version 1 promises a time, version 2 does not know one. */
  append(body: LogBody, moment?: Date): BundleEntry;
  /** Signs a note: an own checkpoint, or a forged one. */
  signNote(note: string, keyHint?: Buffer): string;
  signPromise(entry: object): string;
}

export interface LogBody {
  apiVersion: string;
  kind: string;
  spec: unknown;
}

export function createTransparencyLog(origin: string, version: 1 | 2): TransparencyLog {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const id = createHash("sha256")
    .update(publicKey.export({ type: "spki", format: "der" }))
    .digest();
  const leaves: Buffer[] = [];
  const log: TransparencyLog = {
    origin,
    publicKey,
    id,
    version,
    signPromise: (entry) =>
      sign("sha256", Buffer.from(canonicalize(entry)), privateKey).toString("base64"),
    signNote: (note, keyHint = id.subarray(0, 4)) => {
      const signature = sign("sha256", Buffer.from(note), privateKey);
      const line = Buffer.concat([keyHint, signature]).toString("base64");
      return `${note}\n— ${origin} ${line}\n`;
    },
    append: (body, moment = new Date()) => {
      const bytes = Buffer.from(canonicalize(body));
      leaves.push(hash(0, bytes));
      const logIndex = leaves.length - 1;
      const rootHash = treeHash(leaves);
      const title = version === 1 ? `${origin} - 1193050959916656506` : origin;
      const note = `${title}\n${leaves.length}\n${rootHash.toString("base64")}\n`;
      const integratedTime = Math.floor(moment.getTime() / 1000);
      const promised = {
        body: bytes.toString("base64"),
        integratedTime,
        logIndex,
        logID: id.toString("hex"),
      };
      return {
        logIndex: String(logIndex),
        logId: { keyId: id.toString("base64") },
        kindVersion: { kind: body.kind, version: body.apiVersion },
        ...(version === 1 && {
          integratedTime: String(integratedTime),
          inclusionPromise: { signedEntryTimestamp: log.signPromise(promised) },
        }),
        inclusionProof: {
          logIndex: String(logIndex),
          rootHash: rootHash.toString("base64"),
          treeSize: String(leaves.length),
          hashes: auditPath(logIndex, leaves).map((node) => node.toString("base64")),
          checkpoint: { envelope: log.signNote(note) },
        },
        canonicalizedBody: bytes.toString("base64"),
      };
    },
  };
  // A tree of one leaf has an empty proof, which would prove little.
  for (let index = 0; index < 5; index += 1) leaves.push(hash(0, Buffer.from(`entry ${index}`)));
  return log;
}

/** JSON with sorted keys and no spaces (RFC 8785, for what log entries hold). */
export function canonicalize(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalize).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalize(member)}`);
  return `{${members.join(",")}}`;
}

function hash(prefix: number, ...parts: Buffer[]): Buffer {
  return createHash("sha256")
    .update(Buffer.concat([Buffer.from([prefix]), ...parts]))
    .digest();
}

/** RFC 6962, section 2.1 */
function treeHash(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 1) return leaves[0]!;
  const half = splitOf(leaves.length);
  return hash(1, treeHash(leaves.slice(0, half)), treeHash(leaves.slice(half)));
}

/** RFC 6962, section 2.1.1 */
function auditPath(index: number, leaves: readonly Buffer[]): Buffer[] {
  if (leaves.length === 1) return [];
  const half = splitOf(leaves.length);
  return index < half
    ? [...auditPath(index, leaves.slice(0, half)), treeHash(leaves.slice(half))]
    : [...auditPath(index - half, leaves.slice(half)), treeHash(leaves.slice(0, half))];
}

/** The largest power of two below `size`. */
function splitOf(size: number): number {
  let half = 1;
  while (half * 2 < size) half *= 2;
  return half;
}
