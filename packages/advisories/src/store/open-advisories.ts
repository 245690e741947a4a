import type { AdvisoryShard } from "../advisory.ts";
import { openBaseline } from "../baseline/open-baseline.ts";
import { readIndex } from "../shards/read-index.ts";
import { readExploitation, readShard } from "../shards/read-shard.ts";
import type { AdvisoryStore } from "./store.ts";

export interface OpenAdvisoriesOptions {
  /** A folder made by `buildAdvisories`; default: the embedded baseline. */
  directory?: string | undefined;
}

/**
 * Opens a folder of shards, or the embedded baseline. Shards are read when they are needed.
 *
 * @throws PlimsollError `NOT_FOUND`, `READ_FAILED`, `LIMIT_EXCEEDED`, `UNSUPPORTED` or `MALFORMED`
 */
export async function openAdvisories(options: OpenAdvisoriesOptions = {}): Promise<AdvisoryStore> {
  const { directory } = options;
  if (directory === undefined) return openBaseline();
  const { updated, shards, exploitation } = await readIndex(directory);
  const entries = new Map(shards.map((entry) => [entry.key, entry]));
  const opened = new Map<string, Promise<AdvisoryShard>>();
  return {
    info: {
      source: "directory",
      ...(updated !== "" && { updated }),
      advisories: shards.reduce((sum, { advisories }) => sum + advisories, 0),
    },
    keys: new Set(entries.keys()),
    ...(exploitation && { exploitation: () => readExploitation(directory, exploitation) }),
    async shard(key) {
      const entry = entries.get(key);
      if (!entry) return undefined;
      let shard = opened.get(key);
      if (!shard) {
        shard = readShard(directory, entry);
        opened.set(key, shard);
      }
      return shard;
    },
  };
}
