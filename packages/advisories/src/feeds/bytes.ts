import { createReadStream } from "node:fs";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { PlimsollError } from "@plimsoll/core";

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

/** The content of a file, decompressed when its name ends in `.gz`, or when `isGzip` says so. */
export function openBytes(
  path: string,
  signal: AbortSignal | undefined,
  isGzip = path.endsWith(".gz"),
): AsyncIterable<Buffer> {
  const file = createReadStream(path, { highWaterMark: 256 * 1024, ...(signal && { signal }) });
  if (!isGzip) return file;
  const gunzip = createGunzip({ chunkSize: 1024 ** 2 });
  // The error of either stream reaches whoever reads the last one.
  return pipeline(file, gunzip, () => {});
}
