import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Incomplete, PlimsollError, type Progress } from "@plimsoll/core";
import type { Exploitation } from "../exploitation/exploitation.ts";
import { type ExploitationFeeds, gatherExploitation } from "../exploitation/gather.ts";
import { type FeedLimits, feedLimits } from "../feeds/limits.ts";
import { readFeed } from "../feeds/read-feed.ts";
import { readItem } from "../formats/read-item.ts";
import { SourceTally } from "../publish/source-tally.ts";
import { loadCvssScorer } from "../records/cvss.ts";
import {
  type ExploitationCounts,
  type ShardEntry,
  type SourceEntry,
  shardFormat,
} from "../shards/index-format.ts";
import { namesIn, writeIndex, writeShard } from "../shards/write-shards.ts";
import { compareText } from "../versions/ordering.ts";
import { Collection } from "./collection.ts";
import { prepareOutput } from "./output.ts";

export interface BuildOptions {
  /** Folders, `.json`, `.jsonl` (also gzipped) and `.zip` files of OSV records, or URLs of such files. */
  from: readonly string[];
  /** What is known of attacks on them. */
  exploitation?: ExploitationFeeds;
  /** Folder for the shards. An earlier build in it is replaced when the new one is complete. */
  out: string;
  /** Records dated later do not make the data look newer; default: the present time. */
  now?: Date;
  /** Bounds on the feeds; default: far above any real feed. */
  limits?: Partial<FeedLimits>;
  signal?: AbortSignal;
  progress?: Progress;
}

export interface BuildSummary {
  readonly out: string;
  /** RFC 3339 date of the newest record; empty when no record is dated. */
  readonly updated: string;
  /** How many records were read, in all feeds. */
  readonly records: number;
  readonly shards: readonly ShardEntry[];
  /** Who published the records, with their licences. */
  readonly sources: readonly SourceEntry[];
  /** Absent when none of its feeds was given. */
  readonly exploitation?: ExploitationCounts;
  readonly withdrawn: number;
  /** How many records were skipped because they do not follow the schema. */
  readonly broken: number;
  /** How many affected packages were kept although their versions cannot be compared. */
  readonly unreadable: number;
  /** Affected packages that were left out, by ecosystem whose order of versions is not implemented. */
  readonly unsupported: Readonly<Record<string, number>>;
  /** What was skipped and why: the first hundred. */
  readonly incomplete: readonly Incomplete[];
}

const maxProblems = 100;

/**
 * Turns OSV feeds into shards for `openAdvisories`. A broken record is skipped and counted; a feed
 * that cannot be read at all fails the build and leaves an earlier one in place.
 *
 * @throws PlimsollError as `readFeed` does; `MALFORMED` when a feed holds no record at all;
 * `INVALID_ARGUMENT`, `WRITE_FAILED` or `ABORTED`
 */
export async function buildAdvisories(options: BuildOptions): Promise<BuildSummary> {
  if (options.from.length === 0) {
    throw new PlimsollError("INVALID_ARGUMENT", "There is no feed to build from", {
      action: "Name at least one folder, file or URL of OSV records.",
    });
  }
  const output = await prepareOutput(options.out);
  const temporary = await mkdtemp(join(tmpdir(), "plimsoll-feeds-"));
  try {
    const gathered = await gather(options, temporary);
    const attacks = await gatherExploitation(
      options.exploitation ?? {},
      temporary,
      { ...feedLimits, ...options.limits },
      options,
    );
    const { collection, tally, ...counts } = gathered;
    const written = await write(collection, tally, attacks, output.directory, options);
    await output.commit();
    const unsupported = Object.fromEntries([...collection.unsupported].sort());
    return { out: options.out, ...written, ...counts, unsupported };
  } finally {
    await output.discard();
    await rm(temporary, { recursive: true, force: true });
  }
}

async function gather(options: BuildOptions, temporary: string) {
  const { signal, progress } = options;
  const limits = { ...feedLimits, ...options.limits };
  const collection = new Collection(await loadCvssScorer(), options.now ?? new Date());
  const tally = new SourceTally();
  const counts = {
    records: 0,
    withdrawn: 0,
    broken: 0,
    unreadable: 0,
    incomplete: [] as Incomplete[],
  };
  const report = (what: string, why: string) => {
    if (counts.incomplete.length < maxProblems) {
      counts.incomplete.push({ code: "MALFORMED", what, why });
    }
  };
  for (const from of options.from) {
    const before = counts.records;
    for await (const item of readFeed(from, { temporary, limits, signal, progress })) {
      throwIfAborted(signal);
      for await (const reading of readItem(item)) {
        if (reading.kind === "broken") {
          counts.broken += 1;
          report(item.where, `The record is not valid: ${reading.why}`);
          continue;
        }
        counts.records += 1;
        if (counts.records % 1_000 === 0) {
          progress?.({ phase: "read", message: item.where, done: counts.records, unit: "items" });
          throwIfAborted(signal);
        }
        if (reading.kind === "withdrawn") {
          counts.withdrawn += 1;
          collection.withdraw(reading.feed, reading.id, reading.modified);
        } else if (reading.kind === "rating") collection.rate(reading.rating);
        else {
          tally.add(reading.record);
          for (const name of collection.add(reading.record)) {
            counts.unreadable += 1;
            report(
              `${item.where} ${reading.record.id}`,
              `The versions of ${name} cannot be compared.`,
            );
          }
        }
      }
    }
    if (counts.records === before) {
      const first = counts.incomplete.at(-1);
      throw new PlimsollError("MALFORMED", "The feed holds no OSV record", {
        subject: from.replace(/[?#].*$/, ""),
        action: first
          ? `First fault: ${first.what}: ${first.why}`
          : "Check that it is an OSV feed.",
      });
    }
  }
  return { collection, tally, ...counts };
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) {
    throw new PlimsollError("ABORTED", "Building the advisories was cancelled");
  }
}

async function write(
  collection: Collection,
  tally: SourceTally,
  attacks: Awaited<ReturnType<typeof gatherExploitation>>,
  directory: string,
  { signal, progress, now = new Date() }: BuildOptions,
): Promise<Pick<BuildSummary, "updated" | "shards" | "sources" | "exploitation">> {
  const shards: ShardEntry[] = [];
  const named = new Set<string>();
  for (const content of collection.shards()) {
    if (attacks) for (const cve of namesIn(content.packages.values())) named.add(cve);
    throwIfAborted(signal);
    shards.push(await writeShard(directory, content, attacks));
    progress?.({ phase: "write", message: content.key, done: shards.length, unit: "items" });
  }
  if (shards.length === 0) {
    throw new PlimsollError("UNSUPPORTED", "None of the feeds is about a supported ecosystem", {
      action:
        "Supported are npm, PyPI, Maven, Go, NuGet, RubyGems, Packagist, Debian, Ubuntu, Alpine and others.",
    });
  }
  shards.sort((a, b) => compareText(a.key, b.key));
  const exploitation = attacks && countAttacks(attacks.data, named);
  if (exploitation) tally.addAttacks(exploitation, attacks.sources);
  const index = {
    format: shardFormat,
    created: now.toISOString(),
    updated: shards.map((shard) => shard.updated).reduce((a, b) => (a > b ? a : b), ""),
    sources: tally.entries(now.toISOString()),
    shards,
    ...(exploitation && { exploitation }),
  };
  await writeIndex(directory, index);
  const { updated, sources } = index;
  return { updated, shards, sources, ...(exploitation && { exploitation }) };
}

function countAttacks(
  { kev, epss, exploits }: Exploitation,
  named: ReadonlySet<string>,
): ExploitationCounts {
  const count = (map: ReadonlyMap<string, unknown>) =>
    [...map.keys()].filter((cve) => named.has(cve)).length;
  return { kev: count(kev), epss: count(epss), exploits: count(exploits) };
}
