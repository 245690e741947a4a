import { createReadStream } from "node:fs";
import { pipeline } from "node:stream";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { PlimsollError } from "@plimsoll/core";
import { bunzip2 } from "./bzip2.ts";

/** Passes chunks on until there are more than `limitBytes` of them. */
export async function* limitBytes<Chunk extends Uint8Array>(
  chunks: AsyncIterable<Chunk>,
  limit: number,
  subject: string,
): AsyncGenerator<Chunk> {
  let total = 0;
  for await (const chunk of chunks) {
    total += chunk.length;
    if (total > limit) {
      throw new PlimsollError("LIMIT_EXCEEDED", `The data is larger than ${limit} bytes`, {
        subject,
        action: "Check that this is an advisory feed; split it when it is.",
      });
    }
    yield chunk;
  }
}

/** All the bytes as text. */
export async function collectText(chunks: AsyncIterable<Buffer>): Promise<string> {
  const all: Buffer[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all).toString("utf8");
}

/** How a file is compressed, by the end of its name; `undefined` when it is not. */
export function compressionOf(name: string): Compression | undefined {
  if (/\.(?:gz|tgz)$/.test(name)) return "gzip";
  if (name.endsWith(".bz2")) return "bzip2";
  return name.endsWith(".zst") ? "zstd" : undefined;
}

export type Compression = "gzip" | "bzip2" | "zstd";

/** A file's name without what says how it is compressed: `all.tgz` is `all.tar`. */
export function plainName(name: string): string {
  return name.replace(/\.tgz$/, ".tar").replace(/\.(?:gz|bz2|zst)$/, "");
}

/** The content of a file, decompressed as its name says, or as it is told. */
export function openBytes(
  path: string,
  signal: AbortSignal | undefined,
  compression = compressionOf(path),
): AsyncIterable<Buffer> {
  const file = createReadStream(path, { highWaterMark: 256 * 1024, ...(signal && { signal }) });
  if (compression === undefined) return file;
  if (compression === "bzip2") return bunzip2(file);
  const chunkSize = 1024 ** 2;
  const inflater =
    compression === "gzip" ? createGunzip({ chunkSize }) : createZstdDecompress({ chunkSize });
  // The error of either stream reaches whoever reads the last one.
  return pipeline(file, inflater, () => {});
}
