import { createHash } from "node:crypto";
import { filesOf, type ShardEntry, shardFormat } from "../shards/index-format.ts";

/** `@scope/advisories` holds the table of contents, `@scope/advisories-npm` a shard. */
export function npmPackageName(scope: string, key?: string): string {
  return key === undefined ? `${scope}/advisories` : `${scope}/advisories-${key}`;
}

/** Follows from the content, so that a shard that did not change is not published again. */
export function npmVersionOf(entry: ShardEntry): string {
  const digests = filesOf([entry])
    .map(({ name }) => name)
    .join(" ");
  const hash = createHash("sha256").update(digests).digest("hex").slice(0, 16);
  // Semantic Versioning 2.0.0, 9: a numeric identifier must not begin with a zero.
  return `${shardFormat}.0.0-h${hash}`;
}

/** A later table of contents has a higher version. */
export function npmIndexVersion(created: string): string {
  const date = new Date(created);
  const day = date.getUTCFullYear() * 10_000 + (date.getUTCMonth() + 1) * 100 + date.getUTCDate();
  const second = date.getUTCHours() * 3600 + date.getUTCMinutes() * 60 + date.getUTCSeconds();
  return `${shardFormat}.${day}.${second}`;
}
