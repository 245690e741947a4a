import { type Incomplete, PlimsollError } from "@plimsoll/core";
import { followPointer } from "../feeds/follow.ts";
import type { FeedItem } from "../feeds/item.ts";
import { type ReadFeedOptions, readFeed } from "../feeds/read-feed.ts";
import type { FeedSource } from "../feeds/resolve.ts";
import { readItem } from "../formats/read-item.ts";
import type { NamedVersions } from "../maven/named-versions.ts";
import { SourceTally } from "../publish/source-tally.ts";
import { loadCvssScorer } from "../records/cvss.ts";
import type { RecordReading } from "../records/record.ts";
import { type BuiltFeed, builtFeed } from "./built-feed.ts";
import { Collection } from "./collection.ts";

const maxProblems = 100;

/** What the feeds say, as far as it could be read. */
export class GatheredFeeds {
  readonly collection: Collection;
  /** Who published the records. */
  readonly tally = new SourceTally();
  /** What advisories name of Maven, where that is asked for. */
  readonly maven: NamedVersions | undefined;
  readonly feeds: BuiltFeed[] = [];
  readonly incomplete: Incomplete[] = [];
  records = 0;
  withdrawn = 0;
  broken = 0;
  unreadable = 0;
  readonly #now: string;
  #lastFault: Incomplete | undefined;

  constructor(collection: Collection, now: Date, maven: NamedVersions | undefined) {
    this.collection = collection;
    this.maven = maven;
    this.#now = now.toISOString();
  }

  /** Lists what is wrong: the first hundred. */
  report(fault: Incomplete): void {
    this.#lastFault = fault;
    if (this.incomplete.length < maxProblems) this.incomplete.push(fault);
  }

  /** What was wrong last, since this was last asked; also what was not listed. */
  takeFault(): Incomplete | undefined {
    const fault = this.#lastFault;
    this.#lastFault = undefined;
    return fault;
  }

  /** @returns the date of the record, unless it lies ahead */
  add(item: FeedItem, reading: RecordReading): string {
    if (reading.kind === "broken") {
      this.broken += 1;
      this.#malformed(item.where, `The record is not valid: ${reading.why}`);
      return "";
    }
    this.records += 1;
    if (reading.kind === "rating") {
      this.collection.rate(reading.rating);
      return "";
    }
    if (reading.kind === "withdrawn") {
      this.withdrawn += 1;
      this.collection.withdraw(reading.feed, reading.id, reading.modified);
      return this.#past(reading.modified);
    }
    const { record } = reading;
    this.tally.add(record);
    this.maven?.add(record);
    for (const name of this.collection.add(record)) {
      this.unreadable += 1;
      this.#malformed(`${item.where} ${record.id}`, `The versions of ${name} cannot be compared.`);
    }
    return this.#past(record.modified);
  }

  #past(date: string): string {
    return date <= this.#now ? date : "";
  }

  #malformed(what: string, why: string): void {
    this.report({ code: "MALFORMED", what, why });
  }
}

/**
 * Reads every feed.
 *
 * @param maven is told what the feeds name of Maven
 *
 * @throws PlimsollError as `readFeed` does; `MALFORMED` when a feed holds no record at all; `ABORTED`
 */
export async function gatherFeeds(
  sources: readonly FeedSource[],
  options: ReadFeedOptions,
  now: Date,
  maven?: NamedVersions,
): Promise<GatheredFeeds> {
  const gathered = new GatheredFeeds(new Collection(await loadCvssScorer(), now), now, maven);
  for (const source of sources) {
    const before = gathered.records;
    gathered.takeFault();
    for (const location of source.locations) {
      gathered.feeds.push(await gatherOne(source, location, gathered, options));
    }
    if (gathered.records > before) continue;
    const fault = gathered.takeFault();
    throw new PlimsollError("MALFORMED", "The feed holds no record that can be read", {
      subject: source.name.replace(/[?#].*$/, ""),
      action: fault
        ? `A fault: ${fault.what}: ${fault.why}`
        : "Check that it is a feed of advisories.",
    });
  }
  return gathered;
}

async function gatherOne(
  { name, known }: FeedSource,
  location: string,
  gathered: GatheredFeeds,
  options: ReadFeedOptions,
): Promise<BuiltFeed> {
  const before = gathered.records;
  let date = "";
  let fetchedDate = "";
  const { signal, progress } = options;
  const at = known?.pointer
    ? await followPointer(location, known.pointer, { signal, progress })
    : location;
  const items = readFeed(at, {
    ...options,
    entries: known?.entries,
    onFetched: (fetched) => {
      fetchedDate = fetched.date;
      if (fetched.stale) gathered.report(fetched.stale);
    },
  });
  for await (const item of items) {
    throwIfAborted(options.signal);
    for await (const reading of readItem(item)) {
      const dated = gathered.add(item, reading);
      if (dated > date) date = dated;
      if (gathered.records % 1_000 !== 0) continue;
      const { records: done } = gathered;
      options.progress?.({ phase: "read", message: item.where, done, unit: "items" });
      throwIfAborted(options.signal);
    }
  }
  return builtFeed(name, location, gathered.records - before, [date, fetchedDate]);
}

/** @throws PlimsollError `ABORTED` */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) {
    throw new PlimsollError("ABORTED", "Building the advisories was cancelled");
  }
}
