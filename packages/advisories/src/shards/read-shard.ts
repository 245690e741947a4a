import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { PlimsollError, toPlimsollError } from "@plimsoll/core";
import type { Advisory, AdvisoryShard, Affected, Rating } from "../advisory.ts";
import type { Exploitation } from "../exploitation/exploitation.ts";
import { unpackExploitation } from "../exploitation/file.ts";
import { type VersionScheme, versionSchemes } from "../versions/compare.ts";
import {
  type ExploitationEntry,
  isTextList,
  type PackedShard,
  type ShardEntry,
  shardFormat,
  unpackAdvisory,
  unpackInterval,
  unpackRest,
} from "./format.ts";

/** Bounds on a shard: the largest ecosystems stay below a tenth of them. */
export const shardLimits = { fileBytes: 256 * 1024 ** 2, inflatedBytes: 400 * 1024 ** 2 };

const rebuild = "Build the advisories again with `plimsoll advisories build`.";

/**
 * Reads and verifies one shard.
 *
 * @throws PlimsollError `READ_FAILED`, `LIMIT_EXCEEDED`, `DIGEST_MISMATCH` or `MALFORMED`
 */
export async function readShard(directory: string, entry: ShardEntry): Promise<AdvisoryShard> {
  const path = join(directory, entry.file);
  const bytes = await readBytes(path, entry);
  const text = await inflate(bytes, path);
  return { ...openShard(parse(text, path), entry.key, path), updated: entry.updated };
}

/**
 * Reads and verifies what is known of attacks.
 *
 * @throws PlimsollError as `readShard`
 */
export async function readExploitation(
  directory: string,
  entry: ExploitationEntry,
): Promise<Exploitation> {
  const path = join(directory, entry.file);
  const data = unpackExploitation(await inflate(await readBytes(path, entry), path));
  if (data === undefined) throw malformed(path);
  return data;
}

async function readBytes(path: string, entry: Pick<ShardEntry, "sha256">): Promise<Buffer> {
  let bytes: Buffer;
  try {
    const { size } = await stat(path);
    if (size > shardLimits.fileBytes) throw tooLarge(path);
    bytes = await readFile(path);
  } catch (error) {
    throw toPlimsollError(error, "READ_FAILED", "A shard of the advisories could not be read", {
      subject: path,
      action: rebuild,
    });
  }
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  if (sha256 === entry.sha256) return bytes;
  throw new PlimsollError("DIGEST_MISMATCH", "A shard is not the one that index.json names", {
    subject: path,
    action: rebuild,
  });
}

async function inflate(bytes: Buffer, path: string): Promise<string> {
  try {
    const options = { maxOutputLength: shardLimits.inflatedBytes };
    return (await promisify(gunzip)(bytes, options)).toString("utf8");
  } catch (error) {
    if ((error as { code?: string }).code === "ERR_BUFFER_TOO_LARGE") throw tooLarge(path);
    throw toPlimsollError(error, "MALFORMED", "A shard is not gzip data", {
      subject: path,
      action: rebuild,
    });
  }
}

function parse(text: string, path: string): PackedShard {
  let value: Partial<PackedShard> | null;
  try {
    value = JSON.parse(text) as Partial<PackedShard> | null;
  } catch (error) {
    throw toPlimsollError(error, "MALFORMED", "A shard is not JSON", { subject: path });
  }
  if (value?.format !== shardFormat) {
    throw new PlimsollError("UNSUPPORTED", `A shard is not of format ${shardFormat}`, {
      subject: path,
      action: rebuild,
    });
  }
  if (
    typeof value.key !== "string" ||
    typeof value.feed !== "string" ||
    !versionSchemes.includes(value.scheme as VersionScheme) ||
    !Array.isArray(value.advisories) ||
    !Array.isArray(value.packages) ||
    !Array.isArray(value.ratings)
  ) {
    throw malformed(path);
  }
  return value as PackedShard;
}

/** Packages are unpacked when they are asked for: most never are. */
function openShard(packed: PackedShard, key: string, path: string): AdvisoryShard {
  if (packed.key !== key) throw malformed(path);
  const byName = new Map<unknown, unknown>();
  for (const item of packed.packages as readonly unknown[]) {
    if (!Array.isArray(item)) throw malformed(path);
    byName.set(item[0], item[1]);
  }
  const ratings = new Map<unknown, Rating>();
  for (const item of packed.ratings as readonly unknown[]) {
    const [id, score, vector] = Array.isArray(item) ? (item as unknown[]) : [];
    if (typeof score !== "number" || typeof vector !== "string") throw malformed(path);
    ratings.set(id, { score, vector });
  }
  const unpacked = new Map<string, readonly Affected[]>();
  return {
    key,
    scheme: packed.scheme as VersionScheme,
    feed: packed.feed,
    rating: (id) => ratings.get(id),
    affecting(name) {
      const known = unpacked.get(name);
      if (known) return known;
      const list = byName.get(name) ?? [];
      if (!Array.isArray(list)) throw malformed(path);
      const affected = list.map((value) => {
        const found = unpackAffected(value, packed.advisories);
        if (!found) throw malformed(path);
        return found;
      });
      unpacked.set(name, affected);
      return affected;
    },
  };
}

function unpackAffected(value: unknown, advisories: readonly unknown[]): Affected | undefined {
  if (!Array.isArray(value)) return undefined;
  const [index, intervals, versions = [], more] = value as unknown[];
  const rest = unpackRest(more);
  const advisory: Advisory | undefined = unpackAdvisory(advisories[index as number]);
  if (!advisory || !rest || !Array.isArray(intervals) || !isTextList(versions)) return undefined;
  const found = intervals.map(unpackInterval).filter((interval) => interval !== undefined);
  return found.length === intervals.length
    ? { advisory, intervals: found, versions, ...rest }
    : undefined;
}

function malformed(subject: string): PlimsollError {
  return new PlimsollError("MALFORMED", "A shard does not follow its format", {
    subject,
    action: rebuild,
  });
}

function tooLarge(subject: string): PlimsollError {
  return new PlimsollError("LIMIT_EXCEEDED", "A shard is larger than any real one", {
    subject,
    action: rebuild,
  });
}
