import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Incomplete, PlimsollError, type Progress } from "@plimsoll/core";
import type { Exploitation } from "../exploitation/exploitation.ts";
import {
  type ExploitationFeeds,
  type GatheredExploitation,
  gatherExploitation,
} from "../exploitation/gather.ts";
import type { FetchedFeed } from "../feeds/fetched.ts";
import { type FeedLimits, feedLimits } from "../feeds/limits.ts";
import { resolveFeeds } from "../feeds/resolve.ts";
import type { GatheredDigests } from "../maven/found-digests.ts";
import { gatherDigests } from "../maven/gather-digests.ts";
import { NamedVersions } from "../maven/named-versions.ts";
import type { SourceTally } from "../publish/source-tally.ts";
import {
  type ExploitationCounts,
  type ShardEntry,
  type SourceEntry,
  shardFormat,
} from "../shards/index-format.ts";
import { namesIn, writeIndex, writeShard } from "../shards/write-shards.ts";
import { compareText } from "../versions/ordering.ts";
import { attackFeeds, type BuiltFeed } from "./built-feed.ts";
import type { Collection } from "./collection.ts";
import { gatherFeeds, throwIfAborted } from "./gather-feeds.ts";
import { prepareOutput } from "./output.ts";

export interface BuildOptions {
  /**
   * Folders, files or URLs of advisories (OSV or a feed's own format, as `.json`, `.jsonl`, `.yaml`,
   * `.xml`, `.tar`, all also in gzip, bzip2 or zstd, `.zip` …), or names of `knownFeeds`; a file of the name goes before the feed.
   */
  from: readonly string[];
  /** What is known of attacks on them; its feeds may also be named in `from`. */
  exploitation?: ExploitationFeeds;
  /**
   * Folder that keeps downloads: what did not change is not fetched again, and where a download
   * fails, the older copy is used and listed in `incomplete`. Default: nothing is kept.
   */
  feedCache?: string;
  /**
   * Where the SHA-1 of Maven's files are: a folder in its layout, the URL of a repository, or a list of
   * lines `SHA-1 group:artifact:version`. Only those of artifacts that have advisories are kept; a
   * repository is asked for a part in each build, with `feedCache` for what it was not asked before.
   */
  mavenDigests?: string;
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
  /** RFC 3339 date of the newest record or feed; empty when nothing is dated. */
  readonly updated: string;
  /** How many records were read, in all feeds. */
  readonly records: number;
  readonly shards: readonly ShardEntry[];
  /** What it was built from, in the order of `from`; then what tells of attacks. */
  readonly feeds: readonly BuiltFeed[];
  /** Who published the records, with their licences. */
  readonly sources: readonly SourceEntry[];
  /** Absent when none of its feeds was given. */
  readonly exploitation?: ExploitationCounts;
  /** Digests of Maven's files; absent when none were asked for. */
  readonly digests?: Pick<GatheredDigests, "asked" | "left"> & { readonly known: number };
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

/**
 * Turns feeds into shards for `openAdvisories`. A broken record is skipped and counted; a feed
 * that cannot be read at all fails the build and leaves an earlier one in place.
 *
 * @throws PlimsollError as `readFeed` does; `MALFORMED` when a feed holds no record at all;
 * `INVALID_ARGUMENT`, `WRITE_FAILED` or `ABORTED`
 */
export async function buildAdvisories(options: BuildOptions): Promise<BuildSummary> {
  const { sources, attacks } = await resolveFeeds(options.from, options.exploitation ?? {});
  if (sources.length === 0) {
    throw new PlimsollError("INVALID_ARGUMENT", "There is no feed to build from", {
      action: "Name at least one folder, file, URL or known feed of advisories.",
    });
  }
  const output = await prepareOutput(options.out);
  const temporary = await mkdtemp(join(tmpdir(), "plimsoll-feeds-"));
  try {
    const { signal, progress, feedCache: cache } = options;
    const limits = { ...feedLimits, ...options.limits };
    const reading = { temporary, cache, limits, signal, progress };
    const now = options.now ?? new Date();
    const { mavenDigests } = options;
    const maven = mavenDigests === undefined ? undefined : new NamedVersions();
    const gathered = await gatherFeeds(sources, reading, now, maven);
    const dates = new Map<keyof ExploitationFeeds, string>();
    const told = (kind: keyof ExploitationFeeds, { date, stale }: FetchedFeed) => {
      dates.set(kind, date);
      if (stale) gathered.report(stale);
    };
    const exploitation = await gatherExploitation(attacks, reading, limits, options, told);
    const digests =
      maven && (await gatherDigests(mavenDigests!, maven, limits, { cache, signal, progress }));
    for (const fault of digests?.incomplete ?? []) gathered.report(fault);
    // Some feeds date none of their records: then the server's date tells how new they are.
    const feedDates = gathered.feeds
      .map(({ date }) => date)
      .filter((date) => date <= now.toISOString());
    const written = await write(
      gathered.collection,
      gathered.tally,
      { attacks: exploitation, digests: digests?.digests },
      feedDates,
      output.directory,
      options,
    );
    await output.commit();
    const feeds = [...gathered.feeds, ...attackFeeds(attacks, exploitation, dates)];
    const { collection, records, withdrawn, broken, unreadable, incomplete } = gathered;
    const unsupported = Object.fromEntries([...collection.unsupported].sort());
    const learned = digests && {
      digests: { known: digests.digests.size, asked: digests.asked, left: digests.left },
    };
    const counts = { feeds, records, withdrawn, broken, unreadable, incomplete };
    return { out: options.out, ...written, ...counts, ...learned, unsupported };
  } finally {
    await output.discard();
    await rm(temporary, { recursive: true, force: true });
  }
}

/** What lies beside the advisories. */
interface Beside {
  attacks: GatheredExploitation | undefined;
  digests: GatheredDigests["digests"] | undefined;
}

async function write(
  collection: Collection,
  tally: SourceTally,
  { attacks, digests }: Beside,
  feedDates: readonly string[],
  directory: string,
  { signal, progress, now = new Date() }: BuildOptions,
): Promise<Pick<BuildSummary, "updated" | "shards" | "sources" | "exploitation">> {
  const shards: ShardEntry[] = [];
  const named = new Set<string>();
  for (const content of collection.shards()) {
    if (attacks) for (const cve of namesIn(content.packages.values())) named.add(cve);
    throwIfAborted(signal);
    const own = content.key === "maven" ? digests : undefined;
    shards.push(await writeShard(directory, content, attacks, own));
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
  const dates = [...shards.map((shard) => shard.updated), ...feedDates];
  const index = {
    format: shardFormat,
    created: now.toISOString(),
    updated: dates.reduce((a, b) => (a > b ? a : b), ""),
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
