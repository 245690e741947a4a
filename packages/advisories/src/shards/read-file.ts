import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { PlimsollError, toPlimsollError } from "@plimsoll/core";
import type { ShardFile } from "./index-format.ts";

/** Bounds on a shard: the largest ecosystems stay below a tenth of them. */
export const shardLimits = { fileBytes: 256 * 1024 ** 2, inflatedBytes: 400 * 1024 ** 2 };

const fetchAgain =
  "Build the advisories again with `plimsoll advisories build`, or fetch them with `plimsoll advisories pull`.";

/** True when the bytes are those that the table of contents names. */
export function isIntact(bytes: Uint8Array, { sha256 }: ShardFile): boolean {
  return createHash("sha256").update(bytes).digest("hex") === sha256;
}

/**
 * Verifies a file of a shard.
 *
 * @throws PlimsollError `DIGEST_MISMATCH`
 */
export function requireIntact(bytes: Uint8Array, file: ShardFile, subject: string): void {
  if (isIntact(bytes, file)) return;
  throw new PlimsollError("DIGEST_MISMATCH", "A shard is not the one that index.json names", {
    subject,
    action: fetchAgain,
  });
}

/**
 * Decompresses a file of a shard, which has been verified.
 *
 * @throws PlimsollError `LIMIT_EXCEEDED` or `MALFORMED`
 */
export async function inflate(bytes: Uint8Array, subject: string): Promise<string> {
  return (await inflateBytes(bytes, subject)).toString("utf8");
}

/** As `inflate`, without decoding what comes out. */
export async function inflateBytes(bytes: Uint8Array, subject: string): Promise<Buffer> {
  try {
    const options = { maxOutputLength: shardLimits.inflatedBytes };
    return await promisify(gunzip)(bytes, options);
  } catch (error) {
    if ((error as { code?: string }).code === "ERR_BUFFER_TOO_LARGE") throw shardTooLarge(subject);
    throw toPlimsollError(error, "MALFORMED", "A shard is not gzip data", {
      subject,
      action: fetchAgain,
    });
  }
}

export function malformedShard(subject: string): PlimsollError {
  return new PlimsollError("MALFORMED", "A shard does not follow its format", {
    subject,
    action: fetchAgain,
  });
}

export function shardTooLarge(subject: string): PlimsollError {
  return new PlimsollError("LIMIT_EXCEEDED", "A shard is larger than any real one", {
    subject,
    action: fetchAgain,
  });
}

/**
 * Parses the text of a file of a shard.
 *
 * @throws PlimsollError `MALFORMED` when it is no JSON object, `UNSUPPORTED` for another format
 */
export function parseFile(text: string, format: number, subject: string): Record<string, unknown> {
  let value: Record<string, unknown> | null;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw toPlimsollError(error, "MALFORMED", "A shard is not JSON", { subject });
  }
  if (value?.format === format) return value;
  throw new PlimsollError("UNSUPPORTED", `A shard is not of format ${format}`, {
    subject,
    action: fetchAgain,
  });
}
