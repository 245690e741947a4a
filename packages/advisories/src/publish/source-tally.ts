import type { ExploitationSources } from "../exploitation/exploitation.ts";
import type { AdvisoryRecord } from "../records/record.ts";
import type { ExploitationCounts, SourceEntry } from "../shards/index-format.ts";
import { compareText } from "../versions/ordering.ts";
import {
  epssScores,
  exploitDatabase,
  kevCatalogue,
  type Publisher,
  publisherOf,
} from "./publishers.ts";

interface Counted {
  publisher: Publisher;
  date: string;
  /** Several files may bring the same record. */
  ids: Set<string>;
  others: number;
}

/** Counts records by who published them. */
export class SourceTally {
  readonly #sources = new Map<string, Counted>();

  add({ feed, id, modified, affected }: AdvisoryRecord): void {
    const ecosystems = affected.map(({ ecosystem }) => ecosystem);
    this.#of(publisherOf(feed, id, ecosystems), modified).ids.add(`${feed} ${id}`);
  }

  /** Adds the feeds about attacks. */
  addAttacks({ kev, epss, exploits }: ExploitationCounts, sources: ExploitationSources): void {
    if (kev > 0) this.#of(kevCatalogue, sources.kevReleased).others += kev;
    if (epss > 0) this.#of(epssScores, sources.epssScored).others += epss;
    if (exploits > 0) this.#of(exploitDatabase, "").others += exploits;
  }

  /** @param now dates after it do not make a source look newer than it is */
  entries(now: string): SourceEntry[] {
    return [...this.#sources.values()]
      .map(({ publisher: { name, url, ...terms }, date, ids, others }) => ({
        name,
        ...(url !== undefined && { url }),
        date: date > now ? now : date,
        records: ids.size + others,
        ...terms,
      }))
      .sort((a, b) => compareText(a.name, b.name));
  }

  #of(publisher: Publisher, date: string): Counted {
    const known = this.#sources.get(publisher.name);
    const counted = known ?? { publisher, date: "", ids: new Set(), others: 0 };
    if (date > counted.date) counted.date = date;
    this.#sources.set(publisher.name, counted);
    return counted;
  }
}
