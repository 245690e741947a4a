import { PlimsollError, toPlimsollError } from "@plimsoll/core";
import type { NamedFile } from "../shards/index-format.ts";
import { requireIntact } from "../shards/read-file.ts";
import type { PullCache } from "./cache.ts";
import type { Mirror } from "./mirror.ts";

/**
 * A file of a shard, verified: from the cache, else from the first mirror that has it as it should be.
 *
 * @throws PlimsollError the first mirror's failure; `NOT_FOUND` when offline and not in the cache
 */
export async function fetchShardFile(
  named: NamedFile,
  mirrors: readonly Mirror[],
  cache: PullCache,
  offline: boolean,
): Promise<Buffer> {
  const { name, file } = named;
  const known = await cache.readFile(name, file);
  if (known) return known;
  let first: PlimsollError | undefined;
  for (const mirror of offline ? [] : mirrors) {
    try {
      const bytes = await mirror.fetchFile(named);
      requireIntact(bytes, file, `${name} of ${mirror.name}`);
      await cache.writeFile(name, bytes);
      return bytes;
    } catch (error) {
      const fault = toPlimsollError(error, "INTERNAL", "The mirror failed", { subject: name });
      if (fault.code === "ABORTED") throw fault;
      first ??= fault;
    }
  }
  throw (
    first ??
    new PlimsollError("NOT_FOUND", "The shard was not fetched before, and --offline asks nobody", {
      subject: name,
      action:
        "Run once with a network, or fill a folder with `plimsoll advisories pull --out DIR`.",
    })
  );
}
