import { randomUUID } from "node:crypto";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { type FetchedFeed, lastName, toRfc3339 } from "./fetched.ts";
import { downloadKept } from "./kept.ts";
import type { FeedLimits } from "./limits.ts";
import { transfer, type Watch } from "./transfer.ts";

/** Where downloads go. */
export interface DownloadFolders {
  /** The caller removes it. */
  temporary: string;
  /** Keeps feeds, so that only what changed is fetched anew. */
  cache?: string | undefined;
}

/**
 * Downloads a feed to a file whose name ends like the URL's.
 *
 * @throws PlimsollError as `transfer`, unless there is an older copy; `WRITE_FAILED` for a folder of
 * feeds that cannot be written
 */
export async function downloadFeed(
  url: string,
  { temporary, cache }: DownloadFolders,
  limits: FeedLimits,
  watch: Watch,
): Promise<FetchedFeed> {
  if (cache !== undefined) return downloadKept(url, cache, limits, watch);
  const path = join(temporary, `${randomUUID()}-${lastName(url)}`);
  return transfer(url, {}, [], limits, watch, async (answer) => {
    const file = await open(path, "wx", 0o600);
    try {
      for await (const chunk of answer.chunks(0)) await file.appendFile(chunk);
    } finally {
      await file.close();
    }
    return { path, date: toRfc3339(answer.headers.get("last-modified")) };
  });
}
