import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { PlimsollError, toPlimsollError } from "@plimsoll/core";
import { exploitationFile } from "../exploitation/file.ts";
import {
  type ExploitationEntry,
  indexFile,
  keySyntax,
  type ShardEntry,
  type ShardIndex,
  shardFile,
  shardFormat,
} from "./format.ts";

const maxIndexBytes = 4 * 1024 ** 2;

/**
 * Reads the table of contents of a folder of shards.
 *
 * @throws PlimsollError `NOT_FOUND`, `READ_FAILED`, `LIMIT_EXCEEDED`, `UNSUPPORTED` or `MALFORMED`
 */
export async function readIndex(directory: string): Promise<ShardIndex> {
  const path = join(directory, indexFile);
  const value = await readJson(path);
  if (value?.format !== shardFormat) {
    throw new PlimsollError("UNSUPPORTED", `The advisories are not of format ${shardFormat}`, {
      subject: path,
      action: "Build them again with `plimsoll advisories build`.",
    });
  }
  if (typeof value.updated !== "string" || !Array.isArray(value.shards)) throw malformed(path);
  return {
    format: shardFormat,
    updated: value.updated,
    shards: value.shards.map((entry) => readEntry(entry, path)),
    ...(value.exploitation !== undefined && {
      exploitation: readExploitationEntry(value.exploitation, path),
    }),
  };
}

function readExploitationEntry(value: unknown, path: string): ExploitationEntry {
  const entry = (value ?? {}) as Partial<Record<keyof ExploitationEntry, unknown>>;
  const { file, sha256, bytes, kev, epss, exploits } = entry;
  if (file !== exploitationFile || typeof sha256 !== "string") throw malformed(path);
  if (!isCount(bytes) || !isCount(kev) || !isCount(epss) || !isCount(exploits)) {
    throw malformed(path);
  }
  return { file, sha256, bytes, kev, epss, exploits };
}

async function readJson(path: string): Promise<Partial<Record<keyof ShardIndex, unknown>> | null> {
  try {
    const { size } = await stat(path);
    if (size > maxIndexBytes) {
      throw new PlimsollError(
        "LIMIT_EXCEEDED",
        "The table of contents is larger than any real one",
        {
          subject: path,
        },
      );
    }
    return JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) throw malformed(path);
    const code = (error as NodeJS.ErrnoException).code === "ENOENT" ? "NOT_FOUND" : "READ_FAILED";
    throw toPlimsollError(error, code, "There are no advisories in this folder", {
      subject: path,
      action: "Build them with `plimsoll advisories build --from … --out …`.",
    });
  }
}

function readEntry(value: unknown, path: string): ShardEntry {
  const entry = (value ?? {}) as Partial<Record<keyof ShardEntry, unknown>>;
  const { key, file, sha256, bytes, packages, advisories, updated } = entry;
  if (typeof key !== "string" || !keySyntax.test(key) || file !== shardFile(key)) {
    throw malformed(path);
  }
  if (typeof sha256 !== "string" || typeof updated !== "string") throw malformed(path);
  if (!isCount(bytes) || !isCount(packages) || !isCount(advisories)) throw malformed(path);
  return { key, file, sha256, bytes, packages, advisories, updated };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function malformed(subject: string): PlimsollError {
  return new PlimsollError("MALFORMED", "The table of contents does not follow its format", {
    subject,
    action: "Build the advisories again with `plimsoll advisories build`.",
  });
}
