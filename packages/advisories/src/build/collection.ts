import type { Advisory, Affected, Rating } from "../advisory.ts";
import { findEcosystem } from "../ecosystems/ecosystem.ts";
import { normalizeName } from "../ecosystems/name.ts";
import { cvssVectors, readAffected } from "../osv/advisory.ts";
import { type CvssScorer, outranks } from "../osv/cvss.ts";
import type { OsvRecord } from "../osv/record.ts";
import type { ShardContent } from "../shards/write-shards.ts";
import type { VersionScheme } from "../versions/compare.ts";

interface Collected {
  scheme: VersionScheme;
  feed: string;
  /** By the record's id: several feeds may bring the same one. */
  records: Map<string, { modified: string; affected: Map<string, Affected[]> }>;
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
  withdraw(id: string, modified: string): void {
    const known = this.#withdrawn.get(id);
    if (known === undefined || known < modified) this.#withdrawn.set(id, modified);
  }

  /** Adds what a record says. Returns the packages whose versions cannot be compared. */
  add(record: OsvRecord): string[] {
    const unreadable: string[] = [];
    this.#rate(record);
    for (const affected of record.affected) {
      const ecosystem = findEcosystem(affected.ecosystem);
      if (!ecosystem) {
        const count = this.#unsupported.get(affected.ecosystem) ?? 0;
        this.#unsupported.set(affected.ecosystem, count + 1);
        continue;
      }
      const { key, scheme } = ecosystem;
      const { affected: found, isReadable } = readAffected(
        record,
        affected,
        ecosystem,
        this.#scoreCvss,
      );
      if (!isReadable) unreadable.push(`${affected.ecosystem} ${affected.name}`);
      const packages = this.#packagesOf(record, key, scheme, `osv/${ecosystem.osv}`);
      if (!packages || !found) continue;
      const name = normalizeName(key, affected.name);
      const list = packages.get(name);
      if (list) list.push(found);
      else packages.set(name, [found]);
    }
    return unreadable;
  }

  /** The shards without withdrawn records; those without a package are left out. */
  *shards(): Generator<ShardContent> {
    for (const [key, { scheme, feed, records }] of this.#shards) {
      const packages = new Map<string, Affected[]>();
      let updated = "";
      for (const [id, { modified, affected }] of records) {
        const withdrawn = this.#withdrawn.get(id);
        if (withdrawn !== undefined && modified <= withdrawn) continue;
        if (modified > updated && modified <= this.#now) updated = modified;
        for (const [name, list] of affected) {
          const known = packages.get(name);
          if (known) for (const item of list) known.push(item);
          else packages.set(name, [...list]);
        }
      }
      if (packages.size === 0) continue;
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

  /** A score counts for a CVE when it is the only one that the record is about. */
  #rate(record: OsvRecord): void {
    const [name, ...others] = cvesOf(record);
    if (name === undefined || others.length > 0 || record.severities.length === 0) return;
    const rating = this.#scoreCvss(cvssVectors(record.severities));
    const known = this.#ratings.get(name);
    if (rating && (!known || outranks(rating, known))) this.#ratings.set(name, rating);
  }

  /** Where to put the record's packages; `undefined` when a newer copy of the record is there. */
  #packagesOf(record: OsvRecord, key: string, scheme: VersionScheme, feed: string) {
    let shard = this.#shards.get(key);
    if (!shard) {
      shard = { scheme, feed, records: new Map() };
      this.#shards.set(key, shard);
    }
    const known = shard.records.get(record.id);
    if (known && known.modified > record.modified) return undefined;
    if (known && known.modified === record.modified) return known.affected;
    const affected = new Map<string, Affected[]>();
    shard.records.set(record.id, { modified: record.modified, affected });
    return affected;
  }
}

function cvesOf({ id, aliases, upstream }: Pick<Advisory, "id" | "aliases" | "upstream">) {
  return [...new Set([id, ...aliases, ...upstream])].filter((name) => name.startsWith("CVE-"));
}
