import { PlimsollError } from "@plimsoll/core";
import { isDigest } from "../digest.ts";
import type { FileEntry } from "../inspector.ts";
import { isObject, type JsonObject, parseObject, textOf } from "../open/json.ts";
import { rangeLimits } from "./limits.ts";
import type { Chunk, TocEntry } from "./toc.ts";

const types: Readonly<Record<string, FileEntry["type"]>> = {
  reg: "file",
  dir: "directory",
  symlink: "symlink",
  hardlink: "hardlink",
  char: "character",
  block: "block",
  fifo: "fifo",
};

/** A chunk whose end is not known yet. */
interface DraftChunk extends Omit<Chunk, "packed"> {
  start: number | undefined;
  innerOffset: number;
}

interface Draft extends Omit<TocEntry, "chunks"> {
  chunks: DraftChunk[];
}

/**
 * Reads the table of contents that eStargz and zstd:chunked share (stargz-snapshotter,
 * docs/estargz.md, "TOC"; containers/storage, pkg/chunked/internal). `end` is where the files'
 * content ends in the blob.
 *
 * @throws PlimsollError `MALFORMED` for anything that would leave out a file or a part of one,
 * `LIMIT_EXCEEDED`
 */
export function parseToc(json: Uint8Array, end: number, limits: { entries: number }): TocEntry[] {
  boundValues(json);
  const { version, entries } = parseObject(json, "The table of contents", "layer");
  if (version !== 1 || !Array.isArray(entries)) throw malformed("it is not of version 1");
  if (entries.length > limits.entries) {
    throw new PlimsollError("LIMIT_EXCEEDED", `A layer has more than ${limits.entries} entries`);
  }
  const drafts: Draft[] = [];
  // Where something else begins in the blob, a chunk before it has ended.
  const bounds = new Set([end]);
  for (const entry of entries) {
    if (!isObject(entry)) throw malformed("an entry is not an object");
    if (typeof entry.endOffset === "number") bounds.add(entry.endOffset);
    if (entry.type === "chunk") addChunk(drafts.at(-1), entry);
    else drafts.push(toDraft(entry));
  }
  for (const { chunks } of drafts) {
    for (const { start } of chunks) if (start !== undefined) bounds.add(start);
  }
  const sorted = Float64Array.from(bounds).sort();
  return drafts.map((draft) => ({ ...draft, chunks: finish(draft, sorted, end) }));
}

// Of JSON without spaces four bytes can become a hundred: counted before they do.
function boundValues(json: Uint8Array): void {
  let values = 0;
  for (const byte of json) if (byte === 0x2c || byte === 0x7b || byte === 0x5b) values += 1;
  if (values <= rangeLimits.tocValues) return;
  throw new PlimsollError("LIMIT_EXCEEDED", "The table of contents has too many values");
}

function toDraft(entry: JsonObject): Draft {
  const type = types[String(entry.type)];
  const name = textOf(entry.name);
  if (type === undefined || name === undefined) throw malformed("an entry has no name or type");
  const size = type === "file" ? numberOf(entry.size) : 0;
  const draft: Draft = {
    name,
    type,
    mode: numberOf(entry.mode) & 0o7777,
    uid: numberOf(entry.uid),
    gid: numberOf(entry.gid),
    size,
    linkName: textOf(entry.linkName) ?? "",
    xattrs: xattrsOf(entry.xattrs),
    chunks: [],
  };
  if (size > 0) addChunk(draft, entry);
  return draft;
}

function addChunk(file: Draft | undefined, entry: JsonObject): void {
  const name = textOf(entry.name);
  if (file?.type !== "file" || (name !== undefined && name !== file.name)) {
    throw malformed("a chunk follows no file");
  }
  const isFirst = file.chunks.length === 0;
  const fileOffset = numberOf(entry.chunkOffset);
  const digest = textOf(entry.chunkDigest) ?? textOf(entry.digest);
  if (isFirst !== (fileOffset === 0)) throw malformed("the chunks of a file have gaps");
  const isStored = entry.chunkType !== "zeros";
  if (isStored && !isDigest(digest)) throw malformed("a chunk has no digest");
  file.chunks.push({
    fileOffset,
    size: numberOf(entry.chunkSize),
    digest: digest ?? "",
    start: isStored ? numberOf(entry.offset) : undefined,
    innerOffset: numberOf(entry.innerOffset),
  });
}

function finish({ size, chunks }: Draft, bounds: Float64Array, contentEnd: number): Chunk[] {
  return chunks.map(({ start, innerOffset, ...chunk }, at) => {
    const next = chunks[at + 1]?.fileOffset ?? size;
    const length = next - chunk.fileOffset;
    // A size that is left out means all of the rest.
    if (length <= 0 || (chunk.size !== 0 && chunk.size !== length)) {
      throw malformed("the chunks of a file do not make up its size");
    }
    const { fileOffset, digest } = chunk;
    if (start === undefined) return { fileOffset, size: length, digest, packed: undefined };
    const end = endAfter(start, bounds);
    if (end > contentEnd) throw malformed("a chunk lies behind the content");
    return { fileOffset, size: length, digest, packed: { start, end, innerOffset } };
  });
}

/** The least bound past `start`. */
function endAfter(start: number, bounds: Float64Array): number {
  let low = 0;
  let high = bounds.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (bounds[middle]! > start) high = middle;
    else low = middle + 1;
  }
  return bounds[low] ?? Number.POSITIVE_INFINITY;
}

function numberOf(value: unknown): number {
  if (value === undefined) return 0;
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  throw malformed("a number is none");
}

function xattrsOf(value: unknown): TocEntry["xattrs"] {
  if (!isObject(value)) return undefined;
  const found = new Map<string, Uint8Array>();
  for (const [name, text] of Object.entries(value)) {
    // Plain bytes, as of an archive: a Buffer has a JSON form of its own.
    if (typeof text === "string") found.set(name, Uint8Array.from(Buffer.from(text, "base64")));
  }
  return found.size > 0 ? found : undefined;
}

function malformed(why: string): PlimsollError {
  return new PlimsollError("MALFORMED", `The table of contents cannot be used: ${why}`);
}
