import type { Incomplete } from "@plimsoll/core";
import type { FileEntry } from "../inspector.ts";
import type { KeptFact } from "./fact-store.ts";

/** A fact within its layer. */
export interface LayerFact {
  path: string;
  type: FileEntry["type"];
  fact: unknown;
}

/** What one walk of one layer found: what the squash needs, and what the cache keeps. */
export interface LayerRecord {
  /** Entries of the layer; 0 when it could not be read. */
  entryCount: number;
  /** Every entry's path, see `PathPack`; whiteouts are entries like any other. */
  paths: string;
  /** Every entry's size, see `SizePack`. */
  sizes: string;
  /** By inspector, in the order of paths. */
  facts: Record<string, LayerFact[]>;
  incomplete: Incomplete[];
}

/** What `encodeRecord` takes: the parts of long texts in UTF-8, which are put together only once. */
interface RecordParts extends Pick<LayerRecord, "entryCount" | "incomplete"> {
  paths: readonly Buffer[];
  sizes: readonly Buffer[];
  facts: readonly KeptFact[];
}

/** Lengths of the JSON and of the paths, in bytes; the sizes take the rest. */
const headBytes = 8;

/**
 * A record as bytes. Facts are JSON already: they are put together, not written again. The paths
 * and sizes of millions of entries stay out of the JSON, which would copy them several times.
 */
export function encodeRecord({ entryCount, incomplete, paths, sizes, facts }: RecordParts): Buffer {
  const byInspector = new Map<string, string[]>();
  for (const { inspector, path, type, json } of facts) {
    const fact = `{"path":${JSON.stringify(path)},"type":"${type}","fact":${json}}`;
    const all = byInspector.get(inspector);
    if (all) all.push(fact);
    else byInspector.set(inspector, [fact]);
  }
  const members = [...byInspector].map(([id, all]) => `${JSON.stringify(id)}:[${all.join(",")}]`);
  const rest = JSON.stringify({ entryCount, incomplete });
  const json = Buffer.from(`${rest.slice(0, -1)},"facts":{${members.join(",")}}}`);
  const head = Buffer.alloc(headBytes);
  head.writeUInt32LE(json.length);
  head.writeUInt32LE(
    paths.reduce((sum, { length }) => sum + length, 0),
    4,
  );
  return Buffer.concat([head, json, ...paths, ...sizes]);
}

/** Reads what `encodeRecord` wrote; the bytes are trusted. */
export function decodeRecord(bytes: Uint8Array): LayerRecord {
  const record = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const jsonEnd = headBytes + record.readUInt32LE(0);
  const pathsEnd = jsonEnd + record.readUInt32LE(4);
  return {
    ...JSON.parse(record.toString("utf8", headBytes, jsonEnd)),
    paths: record.toString("utf8", jsonEnd, pathsEnd),
    sizes: record.toString("latin1", pathsEnd),
  };
}

/** A record of a layer that must not be used. */
export function encodeRefusal(incomplete: Incomplete): Buffer {
  return encodeRecord({ entryCount: 0, paths: [], sizes: [], facts: [], incomplete: [incomplete] });
}

const separator = "//";

/**
 * Collects paths as one string. No normalised path holds an empty part, so `//` separates them
 * whatever characters they are made of; a leading slash marks a directory.
 */
export class PathPack {
  length = 0;
  readonly #blocks: Buffer[] = [];
  #paths: string[] = [];

  add(path: string, isDirectory: boolean): void {
    this.length += path.length + separator.length + (isDirectory ? 1 : 0);
    this.#paths.push(isDirectory ? `/${path}` : path);
    // Joined block by block: a million short strings take ten times their characters.
    if (this.#paths.length === 4096) this.#flush();
  }

  /** In parts, in UTF-8. */
  pack(): readonly Buffer[] {
    if (this.#paths.length > 0) this.#flush();
    return this.#blocks;
  }

  #flush(): void {
    const start = this.#blocks.length > 0 ? separator : "";
    this.#blocks.push(Buffer.from(start + this.#paths.join(separator)));
    this.#paths = [];
  }
}

/** Calls `visit` with every path of a pack, in the layer's order. */
export function eachPath(paths: string, visit: (path: string, isDirectory: boolean) => void): void {
  for (let at = 0; at < paths.length; ) {
    const isDirectory = paths.charCodeAt(at) === 47;
    const start = isDirectory ? at + 1 : at;
    const found = paths.indexOf(separator, start);
    const end = found === -1 ? paths.length : found;
    visit(paths.slice(start, end), isDirectory);
    at = end + separator.length;
  }
}
