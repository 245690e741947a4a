import type { Advisory, Affected, Rating } from "../advisory.ts";
import { type Ecosystem, findEcosystem } from "../ecosystems/ecosystem.ts";
import { normalizeName } from "../ecosystems/name.ts";
import { cvssVectors, readAffected } from "../records/affected.ts";
import { type CvssScorer, outranks } from "../records/cvss.ts";
import type { AdvisoryRecord, RatingRecord } from "../records/record.ts";
import type { ShardContent } from "../shards/pack-shard.ts";
import type { VersionScheme } from "../versions/compare.ts";
import { compareText } from "../versions/ordering.ts";

interface Collected {
  scheme: VersionScheme;
  /** The ecosystem as OSV calls it. */
  osv: string;
  /** By feed and id of the record: several files may bring the same one. */
  records: Map<string, CollectedRecord>;
}

interface CollectedRecord {
  feed: string;
  modified: string;
  affected: Map<string, Affected[]>;
}

/** Gathers records by shard, whatever feed they come from. */
export class Collection {
  readonly #shards = new Map<string, Collected>();
  readonly #withdrawn = new Map<string, string>();
  readonly #unsupported = new Map<string, number>();
  /** By CVE, from every feed. */
  readonly #ratings = new Map<string, Rating>();
  readonly #scoreCvss: CvssScorer;
  readonly #now: string;

  /** @param now dates of records after this day do not make the data look newer than it is */
  constructor(scoreCvss: CvssScorer, now: Date) {
    this.#scoreCvss = scoreCvss;
    this.#now = now.toISOString();
  }

  /** Affected packages by ecosystem whose order is not implemented. */
  get unsupported(): ReadonlyMap<string, number> {
    return this.#unsupported;
  }

  /** Remembers that a record does not hold any more, unless a newer copy of it turns up. */
  withdraw(feed: string, id: string, modified: string): void {
    const name = `${feed} ${id}`;
    const known = this.#withdrawn.get(name);
    if (known === undefined || known < modified) this.#withdrawn.set(name, modified);
  }

  /** Adds what a record says. Returns the packages whose versions cannot be compared. */
  add(record: AdvisoryRecord): string[] {
    const unreadable: string[] = [];
    this.#rate(record);
    for (const affected of record.affected) {
      const ecosystem = findEcosystem(affected.ecosystem);
      if (!ecosystem) {
        const count = this.#unsupported.get(affected.ecosystem) ?? 0;
        this.#unsupported.set(affected.ecosystem, count + 1);
        continue;
      }
      const { affected: found, isReadable } = readAffected(
        record,
        affected,
        ecosystem,
        this.#scoreCvss,
      );
      if (!isReadable) unreadable.push(`${affected.ecosystem} ${affected.name}`);
      const packages = this.#packagesOf(record, ecosystem);
      if (!packages || !found) continue;
      const name = normalizeName(ecosystem.key, affected.name);
      const list = packages.get(name);
      if (list) list.push(found);
      else packages.set(name, [found]);
    }
    return unreadable;
  }

  /** The shards without withdrawn records; those without a package are left out. */
  *shards(): Generator<ShardContent> {
    for (const [key, { scheme, osv, records }] of this.#shards) {
      const packages = new Map<string, Affected[]>();
      const main = mainFeed(records.values());
      let updated = "";
      for (const [id, { feed, modified, affected }] of records) {
        const withdrawn = this.#withdrawn.get(id);
        if (withdrawn !== undefined && modified <= withdrawn) continue;
        if (modified > updated && modified <= this.#now) updated = modified;
        for (const [name, list] of affected) {
          const named = feed === main ? list : list.map((item) => nameFeed(item, `${feed}/${osv}`));
          const known = packages.get(name);
          if (known) for (const item of named) known.push(item);
          else packages.set(name, [...named]);
        }
      }
      if (packages.size === 0) continue;
      const feed = `${main}/${osv}`;
      yield { key, scheme, feed, updated, packages, ratings: this.#ratingsFor(packages.values()) };
    }
  }

  /** Ratings of the vulnerabilities that these advisories leave unrated. */
  #ratingsFor(packages: Iterable<readonly Affected[]>): Map<string, Rating> {
    const ratings = new Map<string, Rating>();
    for (const list of packages) {
      for (const { advisory } of list) {
        if (advisory.severity !== "unknown") continue;
        for (const name of cvesOf(advisory)) {
          const rating = this.#ratings.get(name);
          if (rating) ratings.set(name, rating);
        }
      }
    }
    return ratings;
  }

  /** Remembers how somebody rates a vulnerability: for the advisories that do not rate it. */
  rate({ id, severities }: RatingRecord): void {
    const rating = this.#scoreCvss(cvssVectors(severities));
    const known = this.#ratings.get(id);
    if (rating && (!known || outranks(rating, known))) this.#ratings.set(id, rating);
  }

  /** A score counts for a CVE when it is the only one that the record is about. */
  #rate(record: AdvisoryRecord): void {
    const [name, ...others] = cvesOf(record);
    if (name === undefined || others.length > 0 || record.severities.length === 0) return;
    this.rate({ id: name, severities: record.severities });
  }

  /** Where to put the record's packages; `undefined` when a newer copy of the record is there. */
  #packagesOf(record: AdvisoryRecord, { key, scheme, osv }: Ecosystem) {
    let shard = this.#shards.get(key);
    if (!shard) {
      shard = { scheme, osv, records: new Map() };
      this.#shards.set(key, shard);
    }
    const id = `${record.feed} ${record.id}`;
    const known = shard.records.get(id);
    if (known && known.modified > record.modified) return undefined;
    if (known && known.modified === record.modified) return known.affected;
    const affected = new Map<string, Affected[]>();
    shard.records.set(id, { feed: record.feed, modified: record.modified, affected });
    return affected;
  }
}

/** The feed that brought the most records. */
function mainFeed(records: Iterable<CollectedRecord>): string {
  const counts = new Map<string, number>();
  for (const { feed } of records) counts.set(feed, (counts.get(feed) ?? 0) + 1);
  const [first] = [...counts].sort(([a, m], [b, n]) => n - m || compareText(a, b));
  return first?.[0] ?? "";
}

function nameFeed(affected: Affected, feed: string): Affected {
  return { ...affected, advisory: { ...affected.advisory, feed } };
}

function cvesOf({ id, aliases, upstream }: Pick<Advisory, "id" | "aliases" | "upstream">) {
  return [...new Set([id, ...aliases, ...upstream])].filter((name) => name.startsWith("CVE-"));
}
