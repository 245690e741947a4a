import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PlimsollError, type Progress } from "@plimsoll/core";
import { prepareOutput } from "../build/output.ts";
import {
  filesOf,
  indexFile,
  noticeFile,
  type ShardIndex,
  signatureFile,
} from "../shards/index-format.ts";
import { writeNotice } from "../shards/write-notice.ts";
import { type MirroredOptions, openCache, openMirrors } from "../store/open-mirrored.ts";
import { fetchShardFile } from "./fetch-file.ts";
import { refreshIndex } from "./refresh-index.ts";

export interface PullOptions extends MirroredOptions {
  /** Folder to write; replaced when everything is there. Default: only the cache is filled. */
  out?: string | undefined;
  progress?: Progress;
}

export interface PullSummary {
  readonly index: ShardIndex;
  readonly files: number;
  readonly bytes: number;
  /** Why mirrors that come first were not used. */
  readonly faults: readonly PlimsollError[];
}

/**
 * Fetches all shards that mirrors publish, for machines without a network. Files that are in the
 * cache are not fetched again.
 *
 * @throws PlimsollError the first mirror's failure when none can be used, `NOT_FOUND` when offline
 * and nothing was fetched before, `WRITE_FAILED`, `ABORTED`
 */
export async function pullAdvisories(options: PullOptions): Promise<PullSummary> {
  const { out, key, offline = false, now = new Date(), progress } = options;
  const mirrors = await openMirrors(options);
  const cache = openCache(options);
  const output = out === undefined ? undefined : await prepareOutput(out);
  try {
    const { current, faults } = await refreshIndex({ mirrors, cache, key, offline, now });
    if (current === undefined) throw faults[0] ?? nothingFetched();
    const { index, bytes, signature } = current;
    const files = filesOf(index.shards);
    let done = 0;
    for (const named of files) {
      const content = await fetchShardFile(named, mirrors, cache, offline);
      if (output) await writeFile(join(output.directory, named.name), content);
      done += 1;
      progress?.({ phase: "pull", message: named.name, done, total: files.length, unit: "items" });
    }
    if (output) {
      await writeFile(join(output.directory, noticeFile), writeNotice(index.sources));
      await writeFile(join(output.directory, indexFile), bytes);
      if (signature !== undefined) {
        await writeFile(join(output.directory, signatureFile), signature);
      }
      await output.commit();
    }
    const total = files.reduce((sum, { file }) => sum + file.bytes, 0);
    return { index, files: files.length, bytes: total, faults };
  } finally {
    await output?.discard();
    await Promise.all(mirrors.map((mirror) => mirror.close()));
  }
}

function nothingFetched(): PlimsollError {
  return new PlimsollError("NOT_FOUND", "No advisories were fetched before", {
    action: "Name a mirror, and run without --offline.",
  });
}
