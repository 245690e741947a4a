import { openBaseline } from "../baseline/open-baseline.ts";
import { readFileOf } from "../shards/read-directory.ts";
import { parseIndex, readIndex } from "../shards/read-index.ts";
import { verifyIndex } from "../shards/signature.ts";
import { describeFuture } from "./clock.ts";
import { type MirroredOptions, openMirrored } from "./open-mirrored.ts";
import { openShardStore } from "./shard-store.ts";
import type { AdvisoryStore } from "./store.ts";

export interface OpenAdvisoriesOptions extends Partial<MirroredOptions> {
  /** A folder made by `buildAdvisories` or `pullAdvisories`; mirrors are not asked then. */
  directory?: string | undefined;
}

/**
 * Opens a folder of shards, else what mirrors publish, else the embedded baseline. Shards are read,
 * or fetched, when they are needed.
 *
 * @throws PlimsollError `NOT_FOUND`, `READ_FAILED`, `LIMIT_EXCEEDED`, `UNSUPPORTED`, `MALFORMED`,
 * `KEY_INVALID` or `SIGNATURE_INVALID`; `INVALID_ARGUMENT` or `INVALID_REFERENCE` for a mirror that
 * cannot be one. A mirror that fails is no error: `incomplete` of the store tells.
 */
export async function openAdvisories(options: OpenAdvisoriesOptions = {}): Promise<AdvisoryStore> {
  const { directory, mirrors = [], key, now = new Date() } = options;
  if (directory === undefined) {
    return mirrors.length > 0 ? openMirrored({ ...options, mirrors }) : openBaseline();
  }
  const { bytes, signature } = await readIndex(directory);
  if (key !== undefined) verifyIndex(bytes, signature, key, directory);
  const index = parseIndex(bytes, directory);
  const note = describeFuture(index, now);
  return openShardStore(index, (named) => readFileOf(directory, named), {
    source: "directory",
    ...(note !== undefined && { note }),
  });
}
