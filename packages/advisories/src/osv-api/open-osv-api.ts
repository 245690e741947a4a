import { type Incomplete, type Inventory, toPlimsollError } from "@plimsoll/core";
import type { AdvisoryShard } from "../advisory.ts";
import { openBaseline } from "../baseline/open-baseline.ts";
import { Collection } from "../build/collection.ts";
import { findRelease } from "../ecosystems/distribution.ts";
import { languageEcosystems } from "../ecosystems/ecosystem.ts";
import { readOsvRecord } from "../formats/osv/read-osv.ts";
import { planMatches } from "../match/plan.ts";
import { loadCvssScorer } from "../records/cvss.ts";
import { openShard } from "../shards/open-shard.ts";
import { packShard } from "../shards/pack-shard.ts";
import type { AdvisoryStore } from "../store/store.ts";
import { osvEcosystems } from "./ecosystem-name.ts";
import { mayBePublished } from "./published.ts";
import {
  fetchRecords,
  type OsvApiOptions,
  type OsvQuery,
  queryIds,
  reachService,
} from "./query.ts";

export interface OpenOsvApiOptions extends OsvApiOptions {
  /** Default: the present time. */
  now?: Date | undefined;
  /** As of `matchPackages`. */
  kernelPackages?: boolean;
}

/**
 * Asks OSV's API about the packages of an inventory, and opens the answers like shards: matching
 * them gives the same findings. Names and versions of the packages are sent to the service, but of
 * those that no registry can have.
 *
 * @throws PlimsollError `UNREACHABLE`, `TIMEOUT`, `RATE_LIMITED`, `SERVER_ERROR`, `MALFORMED`,
 * `LIMIT_EXCEEDED` or `ABORTED` when nothing was answered; what fails later is `incomplete`
 */
export async function openOsvApi(
  inventory: Inventory,
  options: OpenOsvApiOptions = {},
): Promise<AdvisoryStore> {
  const { distribution } = inventory;
  const { now = new Date() } = options;
  const release = distribution && findRelease(distribution);
  const keys = new Set(languageEcosystems.map(({ key }) => key));
  if (release) keys.add(release.key);
  const baseline = openBaseline();
  const info = { source: "osv-api" as const, updated: now.toISOString(), advisories: 0 };
  const packages = inventory.packages.filter(mayBePublished);
  const unpublished = inventory.packages.length - packages.length;
  const asked = { ...inventory, packages };
  const queries = [...queriesFor(asked, { ...baseline, info, keys }, options)];

  const collection = new Collection(await loadCvssScorer(), now);
  const incomplete: Incomplete[] = [];
  if (queries.length > 0) await reachService(options);
  const ids = await queryIds(queries, options, (error) => {
    incomplete.push(describe("answers of OSV's API about some packages", error));
  });
  await fetchRecords(
    ids,
    options,
    (value) => {
      const reading = readOsvRecord(value);
      if (reading.kind === "advisory") collection.add(reading.record);
    },
    (id, error) => incomplete.push(describe(`the advisory ${id}`, error)),
  );
  const shards = new Map<string, AdvisoryShard>();
  for (const content of collection.shards()) {
    const { shard, about } = packShard(content);
    const texts = { match: JSON.stringify(shard), about: async () => JSON.stringify(about) };
    shards.set(content.key, {
      ...openShard(content.key, texts, "OSV's API"),
      updated: content.updated,
    });
  }
  return {
    info: {
      ...info,
      advisories: ids.size,
      ...(unpublished > 0 && {
        note: `OSV's API was not asked about ${unpublished === 1 ? "a package" : `${unpublished} packages`} that no registry can have.`,
      }),
    },
    keys,
    ...(baseline.exploitation && { exploitation: baseline.exploitation }),
    ...(incomplete.length > 0 && { incomplete }),
    shard: async (key) => shards.get(key),
  };
}

function describe(what: string, error: unknown): Incomplete {
  const { code, message } = toPlimsollError(error, "INTERNAL", "It could not be fetched");
  return { code, what, why: message };
}

/** Each package once; where the distribution's word settles a vulnerability, all that it says is needed. */
function queriesFor(
  inventory: Inventory,
  store: AdvisoryStore,
  options: OpenOsvApiOptions,
): Iterable<OsvQuery> {
  const release = inventory.distribution && findRelease(inventory.distribution);
  const queries = new Map<string, OsvQuery>();
  const ask = (key: string, name: string, version?: string) => {
    for (const ecosystem of osvEcosystems(key, release)) {
      const query = { package: { ecosystem, name }, ...(version !== undefined && { version }) };
      queries.set(JSON.stringify(query), query);
    }
  };
  for (const { key, lookups, owners } of planMatches(inventory, store, options).planned) {
    for (const { name, version } of lookups) ask(key, name, version);
    if (owners) for (const { name } of owners.lookups) ask(owners.key, name);
  }
  return queries.values();
}
