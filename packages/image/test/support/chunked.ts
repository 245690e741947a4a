import { gzipSync, zstdCompressSync } from "node:zlib";
import { digestOf } from "../../src/digest.ts";
import type { FileEntry } from "../../src/index.ts";
import { type Image, type TarEntry, writeTar } from "../../src/index.ts";
import { assembleImage } from "../../src/open/assemble-image.ts";
import { parseImageConfig } from "../../src/open/parse-config.ts";
import { TarParser } from "../../src/tar/tar-parser.ts";
import { TarStream } from "../../src/tar/tar-stream.ts";
import { defaultWalkLimits } from "../../src/walk/limits.ts";

export type ChunkedKind = "estargz" | "zstd:chunked";

/** A layer with a table of contents, as the specification wants it. */
export interface ChunkedLayer {
  blob: Buffer;
  diffId: string;
  annotations: Record<string, string>;
}

export type TocJson = { version: number; entries: Record<string, unknown>[] };

const tocTypes = {
  file: "reg",
  directory: "dir",
  character: "char",
  symlink: "symlink",
  hardlink: "hardlink",
  block: "block",
  fifo: "fifo",
};

interface Placed {
  entry: FileEntry;
  dataOffset: number;
}

/** Packs entries with chunks of `chunkBytes`; `change` may spoil the table before it is stored. */
export function packChunked(
  kind: ChunkedKind,
  entries: readonly TarEntry[],
  chunkBytes = 1000,
  change: (toc: TocJson) => unknown = (toc) => toc,
): ChunkedLayer {
  const tar = writeTar(entries);
  const pack = kind === "estargz" ? gzipSync : zstdCompressSync;
  const members: Buffer[] = [];
  let packedAt = 0;
  let tarAt = 0;
  const packTo = (end: number) => {
    const member = end > tarAt ? pack(tar.subarray(tarAt, end)) : Buffer.alloc(0);
    members.push(member);
    tarAt = end;
    packedAt += member.length;
  };
  const toc: TocJson = { version: 1, entries: [] };
  for (const { entry, dataOffset } of placesOf(tar)) {
    const json: Record<string, unknown> = {
      name: `./${entry.path}`,
      type: tocTypes[entry.type],
      mode: entry.mode,
      ...(entry.uid && { uid: entry.uid }),
      ...(entry.gid && { gid: entry.gid }),
      ...(entry.linkTarget !== undefined && { linkName: entry.linkTarget }),
      ...(entry.xattrs && { xattrs: base64(entry.xattrs) }),
    };
    toc.entries.push(json);
    if (entry.size === 0) continue;
    const content = tar.subarray(dataOffset, dataOffset + entry.size);
    packTo(dataOffset);
    Object.assign(json, { size: entry.size, digest: digestOf(content) });
    for (let at = 0; at < entry.size; at += chunkBytes) {
      const chunk = content.subarray(at, at + chunkBytes);
      const place = { offset: packedAt, chunkDigest: digestOf(chunk) };
      if (at === 0)
        Object.assign(json, place, entry.size > chunkBytes && { chunkSize: chunkBytes });
      else toc.entries.push({ name: json.name, type: "chunk", chunkOffset: at, ...place });
      packTo(dataOffset + at + chunk.length);
    }
  }
  packTo(tar.length);
  const stored = Buffer.from(JSON.stringify(change(toc)));
  const content = Buffer.concat(members);
  const finished = kind === "estargz" ? finishGzip(content, stored) : finishZstd(content, stored);
  return { ...finished, diffId: digestOf(kind === "estargz" ? withToc(tar, stored) : tar) };
}

function placesOf(tar: Buffer): Placed[] {
  const places: Placed[] = [];
  const nothing = () => undefined;
  const parser = new TarParser(
    {
      entry: (entry, dataOffset) => {
        places.push({ entry, dataOffset });
        return undefined;
      },
      content: nothing,
      piece: nothing,
      problem: nothing,
      expand: nothing,
    },
    defaultWalkLimits,
  );
  const stream = new TarStream(parser);
  stream.write(tar);
  stream.end();
  return places;
}

function base64(xattrs: ReadonlyMap<string, Uint8Array>) {
  return Object.fromEntries([...xattrs].map(([k, v]) => [k, Buffer.from(v).toString("base64")]));
}

// The table's archive follows the end of the layer's own, where no reader looks any more.
function tocArchive(toc: Buffer): Buffer {
  return writeTar([{ path: "stargz.index.json", content: toc }]);
}

function withToc(tar: Buffer, toc: Buffer): Buffer {
  return Buffer.concat([tar, tocArchive(toc)]);
}

function finishGzip(content: Buffer, toc: Buffer): Omit<ChunkedLayer, "diffId"> {
  const offset = content.length.toString(16).padStart(16, "0");
  const footer = Buffer.concat([
    Buffer.from([0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff, 26, 0]),
    Buffer.from(`SG\x16\0${offset}STARGZ`, "latin1"),
    Buffer.from([1, 0, 0, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0]),
  ]);
  return {
    blob: Buffer.concat([content, gzipSync(tocArchive(toc)), footer]),
    annotations: { "containerd.io/snapshot/stargz/toc.digest": digestOf(toc) },
  };
}

function finishZstd(content: Buffer, toc: Buffer): Omit<ChunkedLayer, "diffId"> {
  const packed = zstdCompressSync(toc);
  const frame = Buffer.alloc(8);
  frame.writeUInt32LE(0x184d2a50, 0);
  frame.writeUInt32LE(packed.length, 4);
  const place = [content.length + 8, packed.length, toc.length, 1].join(":");
  return {
    blob: Buffer.concat([content, frame, packed]),
    annotations: {
      "io.github.containers.zstd-chunked.manifest-position": place,
      "io.github.containers.zstd-chunked.manifest-checksum": digestOf(packed),
    },
  };
}

/** What was read of a layer. */
export interface Reads {
  ranges: [offset: number, length: number][];
  /** How often the whole layer was asked for. */
  whole: number;
}

/** An image of such layers in memory, which counts what is read of it. */
export function chunkedImage(
  layers: readonly ChunkedLayer[],
  { ranges = true }: { ranges?: boolean } = {},
): { image: Image; reads: Reads } {
  const reads: Reads = { ranges: [], whole: 0 };
  const config = {
    os: "linux",
    architecture: "amd64",
    rootfs: { diff_ids: layers.map((it) => it.diffId) },
  };
  const image = assembleImage({
    reference: "memory",
    source: "registry",
    config: parseImageConfig(Buffer.from(JSON.stringify(config)), "memory"),
    imageId: digestOf(Buffer.from(JSON.stringify(config))),
    layers: layers.map(({ blob, annotations }) => ({
      digest: digestOf(blob),
      sizeBytes: blob.length,
      annotations,
      content: async () => {
        reads.whole += 1;
        return { kind: "stream", stream: [blob] as never };
      },
      readRange: async ({ offset, length }) => {
        if (!ranges) return undefined;
        reads.ranges.push([offset, length]);
        return blob.subarray(offset, offset + length);
      },
    })),
    close: async () => {},
  });
  return { image, reads };
}
