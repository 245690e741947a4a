import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { PlimsollError } from "@plimsoll/core";
import { noticeFile, type ShardIndex } from "../shards/index-format.ts";
import { parseIndex, readIndex, type StoredIndex } from "../shards/read-index.ts";
import { writeNotice } from "../shards/write-notice.ts";

/** A folder of shards that may be published. */
export interface Publishable extends StoredIndex {
  readonly index: ShardIndex;
  readonly notice: string;
}

/**
 * Opens a folder of shards to be published.
 *
 * @throws PlimsollError `FORBIDDEN` when it holds data whose publisher does not allow that they are
 * published again; else as `readIndex` and `parseIndex`
 */
export async function openPublishable(directory: string): Promise<Publishable> {
  const stored = await readIndex(directory);
  const index = parseIndex(stored.bytes, directory);
  const closed = index.sources.filter(({ republish }) => !republish);
  if (closed.length > 0) {
    const names = closed.map(({ name, licence }) => `${name} (${licence || "no licence"})`);
    throw new PlimsollError(
      "FORBIDDEN",
      `These data may not be published again: ${names.join(", ")}`,
      {
        subject: directory,
        action: "Build the advisories without them; they may be used on this machine as they are.",
      },
    );
  }
  // What is published names its sources, also when the file was lost on the way.
  const notice = await readFile(join(directory, noticeFile), "utf8").catch(() =>
    writeNotice(index.sources),
  );
  return { ...stored, index, notice };
}
