import type { Affected } from "../advisory.ts";
import type { AdvisoryStore } from "../store/store.ts";
import { compareText } from "../versions/ordering.ts";

/** What one advisory says about one package. */
export interface FoundAdvisory extends Affected {
  /** The shard. */
  readonly key: string;
  /** The package, by its normalised name. */
  readonly name: string;
  readonly feed: string;
}

/**
 * Looks through shards for a package's name, with or without its group or scope, or for an identifier or alias of an advisory.
 *
 * @param query e.g. `openssl`, `CVE-2023-4863`; letters of identifiers in any case
 * @param options.keys shards to look through; default: all
 * @throws PlimsollError when a shard cannot be read
 */
export async function searchAdvisories(
  store: AdvisoryStore,
  query: string,
  options: { keys?: readonly string[]; limit?: number } = {},
): Promise<FoundAdvisory[]> {
  const { keys = [...store.keys].sort(compareText), limit = 1_000 } = options;
  const id = query.toUpperCase();
  const name = query.toLowerCase();
  const found: FoundAdvisory[] = [];
  for (const key of keys) {
    const shard = await store.shard(key);
    if (!shard) continue;
    await shard.prepare?.(/^MAL-/.test(id) ? undefined : [query, name]);
    const hits: { name: string; affected: Affected }[] = [];
    for (const known of shard.names?.() ?? [query]) {
      const isNamed = isCalledBy(known.toLowerCase(), name);
      for (const affected of shard.affecting(known)) {
        if (isNamed || isCalled(affected, id)) hits.push({ name: known, affected });
      }
    }
    const advisories = hits.map(({ affected }) => affected.advisory);
    const described = hits.length > 0 ? await shard.describe?.(advisories) : undefined;
    for (const [at, hit] of hits.entries()) {
      if (found.length === limit) return found;
      const advisory = described?.[at] ?? hit.affected.advisory;
      const feed = advisory.feed ?? shard.feed;
      found.push({ ...hit.affected, advisory, key, name: hit.name, feed });
    }
  }
  return found;
}

/** `log4j-core` is enough for `org.apache.logging.log4j:log4j-core`. */
function isCalledBy(known: string, name: string): boolean {
  return known === name || known.endsWith(`:${name}`) || known.endsWith(`/${name}`);
}

function isCalled({ advisory }: Affected, id: string): boolean {
  const { aliases, upstream } = advisory;
  return [advisory.id, ...aliases, ...upstream].some((name) => name.toUpperCase() === id);
}
