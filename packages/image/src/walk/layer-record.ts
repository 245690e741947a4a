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

/**
 * A record as bytes. Facts are JSON already: they are put together, not written again.
 */
export function encodeRecord(
  record: Omit<LayerRecord, "facts"> & { facts: readonly KeptFact[] },
): Buffer {
  const byInspector = new Map<string, string[]>();
  for (const { inspector, path, type, json } of record.facts) {
    const fact = `{"path":${JSON.stringify(path)},"type":"${type}","fact":${json}}`;
    const facts = byInspector.get(inspector);
    if (facts) facts.push(fact);
    else byInspector.set(inspector, [fact]);
  }
  const facts = [...byInspector].map(([id, all]) => `${JSON.stringify(id)}:[${all.join(",")}]`);
  const { facts: _, ...rest } = record;
  return Buffer.from(`${JSON.stringify(rest).slice(0, -1)},"facts":{${facts.join(",")}}}`);
}

/** Reads what `encodeRecord` wrote; the bytes are trusted. */
export function decodeRecord(bytes: Uint8Array): LayerRecord {
  const { buffer, byteOffset, byteLength } = bytes;
  return JSON.parse(Buffer.from(buffer, byteOffset, byteLength).toString());
}

/** A record of a layer that must not be used. */
export function encodeRefusal(incomplete: Incomplete): Buffer {
  return encodeRecord({ entryCount: 0, paths: "", sizes: "", facts: [], incomplete: [incomplete] });
}

const separator = "//";

/**
 * Collects paths as one string. No normalised path holds an empty part, so `//` separates them
 * whatever characters they are made of; a leading slash marks a directory.
 */
export class PathPack {
  length = 0;
  readonly #blocks: string[] = [];
  #paths: string[] = [];

  add(path: string, isDirectory: boolean): void {
    this.length += path.length + separator.length + (isDirectory ? 1 : 0);
    this.#paths.push(isDirectory ? `/${path}` : path);
    // Joined block by block: a million short strings take ten times their characters.
    if (this.#paths.length === 4096) this.#flush();
  }

  pack(): string {
    if (this.#paths.length > 0) this.#flush();
    return this.#blocks.join(separator);
  }

  #flush(): void {
    this.#blocks.push(this.#paths.join(separator));
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
