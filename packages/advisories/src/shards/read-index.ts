import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { isPlimsollError, PlimsollError, toPlimsollError } from "@plimsoll/core";
import {
  type ExploitationCounts,
  indexFile,
  keySyntax,
  type ShardEntry,
  type ShardFile,
  type ShardIndex,
  type SourceEntry,
  shardFormat,
  signatureFile,
} from "./index-format.ts";
import { restFiles } from "./name-filter.ts";

/** Bounds on a table of contents; real ones stay below a tenth of them. */
export const indexLimits = { bytes: 4 * 1024 ** 2, shards: 20_000, sources: 1_000 };

const rebuild = "Build the advisories again with `plimsoll advisories build`.";

/** A table of contents as it was stored. */
export interface StoredIndex {
  readonly bytes: Buffer;
  /** The text of the detached signature, where there is one. */
  readonly signature?: string;
}

/**
 * Reads the table of contents of a folder of shards, and its signature where it has one.
 *
 * @throws PlimsollError `NOT_FOUND`, `READ_FAILED` or `LIMIT_EXCEEDED`
 */
export async function readIndex(directory: string): Promise<StoredIndex> {
  const path = join(directory, indexFile);
  const [bytes, signature] = await Promise.all([
    readBounded(path),
    readBounded(join(directory, signatureFile)).catch((error: unknown) => {
      if (isPlimsollError(error) && error.code === "NOT_FOUND") return undefined;
      throw error;
    }),
  ]);
  return { bytes, ...(signature && { signature: signature.toString("utf8") }) };
}

async function readBounded(path: string): Promise<Buffer> {
  try {
    const { size } = await stat(path);
    if (size > indexLimits.bytes) throw tooLarge(path);
    return await readFile(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code === "ENOENT" ? "NOT_FOUND" : "READ_FAILED";
    throw toPlimsollError(error, code, "There are no advisories in this folder", {
      subject: path,
      action: "Build them with `plimsoll advisories build --from … --out …`.",
    });
  }
}

/**
 * Parses a table of contents.
 *
 * @param subject where it comes from, for messages
 * @throws PlimsollError `UNSUPPORTED`, `LIMIT_EXCEEDED` or `MALFORMED`
 */
export function parseIndex(bytes: Buffer, subject: string): ShardIndex {
  if (bytes.length > indexLimits.bytes) throw tooLarge(subject);
  const value = parseJson(bytes, subject);
  if (value?.format !== shardFormat) {
    throw new PlimsollError("UNSUPPORTED", `The advisories are not of format ${shardFormat}`, {
      subject,
      action: rebuild,
    });
  }
  const { created, updated, sources, shards, exploitation } = value;
  if (!isDate(created) || typeof updated !== "string") throw malformed(subject);
  if (!Array.isArray(shards) || !Array.isArray(sources)) throw malformed(subject);
  if (shards.length > indexLimits.shards || sources.length > indexLimits.sources) {
    throw tooLarge(subject);
  }
  return {
    format: shardFormat,
    created,
    updated,
    sources: sources.map((entry) => readSource(entry) ?? fail(subject)),
    shards: shards.map((entry) => readEntry(entry) ?? fail(subject)),
    ...(exploitation !== undefined && {
      exploitation: readCounts(exploitation) ?? fail(subject),
    }),
  };
}

type Members<T> = Partial<Record<keyof T, unknown>>;

function parseJson(bytes: Buffer, subject: string): Members<ShardIndex> | null {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    throw malformed(subject);
  }
}

function readCounts(value: unknown): ExploitationCounts | undefined {
  const { kev, epss, exploits } = (value ?? {}) as Members<ExploitationCounts>;
  if (!isCount(kev) || !isCount(epss) || !isCount(exploits)) return undefined;
  return { kev, epss, exploits };
}

function readEntry(value: unknown): ShardEntry | undefined {
  const { key, packages, advisories, updated, ...parts } = (value ?? {}) as Members<ShardEntry>;
  const match = readFileEntry(parts.match);
  const about = readFileEntry(parts.about);
  const attacks = readFileEntry(parts.attacks);
  const digests = readFileEntry(parts.digests);
  const rest = parts.rest === undefined ? [] : readRest(parts.rest);
  if (typeof key !== "string" || !keySyntax.test(key) || typeof updated !== "string") return;
  if (!isCount(packages) || !isCount(advisories) || !match || !about) return;
  if (!rest || (parts.attacks !== undefined && !attacks)) return;
  if (parts.digests !== undefined && !digests) return;
  return {
    key,
    match,
    about,
    ...(attacks && { attacks }),
    ...(digests && { digests }),
    ...(rest.length > 0 && { rest }),
    packages,
    advisories,
    updated,
  };
}

function readRest(value: unknown): ShardFile[] | undefined {
  if (!Array.isArray(value) || value.length !== restFiles) return;
  const files = value.flatMap((file) => readFileEntry(file) ?? []);
  return files.length === value.length ? files : undefined;
}

function readFileEntry(value: unknown): ShardFile | undefined {
  const { sha256, bytes } = (value ?? {}) as Members<ShardFile>;
  // The digest becomes part of a file name: nothing else may be in it.
  if (typeof sha256 !== "string" || !/^[0-9a-f]{64}$/.test(sha256) || !isCount(bytes)) return;
  return { sha256, bytes };
}

function readSource(value: unknown): SourceEntry | undefined {
  const entry = (value ?? {}) as Members<SourceEntry>;
  const { name, url, date, records, licence, notice, republish } = entry;
  if (typeof name !== "string" || typeof date !== "string" || typeof licence !== "string") return;
  if (!isCount(records) || typeof republish !== "boolean") return;
  return {
    name,
    ...(typeof url === "string" && { url }),
    date,
    records,
    licence,
    ...(typeof notice === "string" && { notice }),
    republish,
  };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isDate(value: unknown): value is string {
  return typeof value === "string" && !Number.isNaN(Date.parse(value));
}

function fail(subject: string): never {
  throw malformed(subject);
}

function malformed(subject: string): PlimsollError {
  return new PlimsollError("MALFORMED", "The table of contents does not follow its format", {
    subject,
    action: rebuild,
  });
}

function tooLarge(subject: string): PlimsollError {
  return new PlimsollError("LIMIT_EXCEEDED", "The table of contents is larger than any real one", {
    subject,
  });
}
