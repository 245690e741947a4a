import { openBaseline } from "../baseline/open-baseline.ts";
import { readFileOf } from "../shards/read-directory.ts";
import { parseIndex, readIndex } from "../shards/read-index.ts";
import { verifyIndex } from "../shards/signature.ts";
import { describeFuture } from "./clock.ts";
import { openShardStore } from "./shard-store.ts";
import type { AdvisoryStore } from "./store.ts";

export interface OpenAdvisoriesOptions {
  /** A folder made by `buildAdvisories`; default: the embedded baseline. */
  directory?: string | undefined;
  /** Public key (PEM) that must have signed the table of contents; default: signatures are not asked for. */
  key?: string | undefined;
  /** Default: the present time. */
  now?: Date | undefined;
}

/**
 * Opens a folder of shards, or the embedded baseline. Shards are read when they are needed.
 *
 * @throws PlimsollError `NOT_FOUND`, `READ_FAILED`, `LIMIT_EXCEEDED`, `UNSUPPORTED`, `MALFORMED`,
 * `KEY_INVALID` or `SIGNATURE_INVALID`
 */
export async function openAdvisories(options: OpenAdvisoriesOptions = {}): Promise<AdvisoryStore> {
  const { directory, key, now = new Date() } = options;
  if (directory === undefined) return openBaseline();
  const { bytes, signature } = await readIndex(directory);
  if (key !== undefined) verifyIndex(bytes, signature, key, directory);
  const index = parseIndex(bytes, directory);
  const note = describeFuture(index, now);
  return openShardStore(index, (name, file) => readFileOf(directory, name, file), {
    source: "directory",
    ...(note !== undefined && { note }),
  });
}
