import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { toPlimsollError } from "@plimsoll/core";
import type { NamedFile } from "./index-format.ts";
import { requireIntact, shardLimits, shardTooLarge } from "./read-file.ts";

/**
 * Reads and verifies a file of a folder of shards.
 *
 * @throws PlimsollError `READ_FAILED`, `LIMIT_EXCEEDED` or `DIGEST_MISMATCH`
 */
export async function readFileOf(
  directory: string,
  { name, file }: Pick<NamedFile, "name" | "file">,
): Promise<Buffer> {
  const path = join(directory, name);
  let bytes: Buffer;
  try {
    const { size } = await stat(path);
    if (size > shardLimits.fileBytes) throw shardTooLarge(path);
    bytes = await readFile(path);
  } catch (error) {
    throw toPlimsollError(error, "READ_FAILED", "A shard of the advisories could not be read", {
      subject: path,
      action: "The folder is not complete: build, copy or pull it again.",
    });
  }
  requireIntact(bytes, file, path);
  return bytes;
}
