import {
  type Finding,
  type Incomplete,
  type Inventory,
  type Package,
  PlimsollError,
  type Progress,
  toPlimsollError,
} from "@plimsoll/core";
import type { Advisory, AdvisoryShard } from "../advisory.ts";
import { addExploitation } from "../exploitation/add-exploitation.ts";
import type { AdvisoryStore } from "../store/store.ts";
import { adviseTogether } from "./advice.ts";
import { judgeVersion } from "./affected.ts";
import { describeMissing, describeUncovered } from "./coverage.ts";
import { describeHits } from "./describe.ts";
import { judgeEndOfLife } from "./end-of-life.ts";
import { createVulnerabilityFinding } from "./finding.ts";
import { concernsStream, narrowToModularity } from "./modularity.ts";
import { type PlannedMatch, planMatches } from "./plan.ts";
import type { Lookup } from "./target.ts";
import { groupHits, type Hit } from "./vulnerability.ts";

export interface MatchOptions {
  /**
   * Also match kernel packages (`linux-libc-dev`, `linux-headers-*`, `linux-image-*`): in a
   * container they are not the kernel that runs. Default: false.
   */
  kernelPackages?: boolean;
  /** Releases whose support ended before this day are findings; default: the present time. */
  now?: Date;
  signal?: AbortSignal;
  progress?: Progress;
}

const none: ReadonlySet<string> = new Set();

export interface MatchResult {
  findings: Finding[];
  /** Packages that were not matched, and why: never taken for packages without vulnerabilities. */
  incomplete: Incomplete[];
  /** Which packages were not matched although nothing is missing, and why, as sentences; may be empty. */
  note: string;
}

/**
 * Matches every package against the advisories of its distribution or ecosystem. Each vulnerability
 * is reported once per installed package, under its CVE. A release of a distribution that gets no
 * security updates any more is a finding of rule `distribution-end-of-life`.
 *
 * @throws PlimsollError `ABORTED`
 */
export async function matchPackages(
  inventory: Inventory,
  store: AdvisoryStore,
  options: MatchOptions = {},
): Promise<MatchResult> {
  const { distribution } = inventory;
  const incomplete: Incomplete[] = [];
  const { planned, unmatched } = planMatches(inventory, store, options);
  const { missing } = unmatched;
  for (const [kind, count] of missing) incomplete.push(describeMissing(kind, count, store));

  const keys = planned.flatMap(({ key, owners }) => (owners ? [key, owners.key] : [key]));
  const shards = await loadShards(new Set(keys), store, incomplete);
  const ended = distribution && judgeEndOfLife(distribution, options.now ?? new Date());
  const findings: Finding[] = ended ? [ended] : [];
  const reported = new Set<string>();
  for (const [done, { pkg, key, lookups, owners }] of planned.entries()) {
    if (options.signal?.aborted) throw new PlimsollError("ABORTED", "Matching was cancelled");
    const shard = shards.get(key);
    if (!shard) continue;
    try {
      const settled = owners ? settledBy(owners, shards) : none;
      for (const lookup of lookups) {
        await shard.prepare?.([lookup.name]);
        const { found, gap: unmatched } = await matchPackage(
          pkg,
          lookup,
          shard,
          settled,
          incomplete,
        );
        if (unmatched) incomplete.push(unmatched);
        for (const finding of found) {
          // The same package for two architectures, or found under two names.
          const identity = `${finding.fingerprint} ${pkg.version}`;
          if (!reported.has(identity)) findings.push(finding);
          reported.add(identity);
        }
      }
    } catch (error) {
      incomplete.push(toIncomplete(error, `${pkg.name} ${pkg.version}`));
    }
    if (done % 500 === 0) {
      options.progress?.({
        phase: "match",
        message: pkg.name,
        done,
        total: planned.length,
        unit: "items",
      });
    }
  }
  const told = await addAttacks(findings, store, incomplete);
  return { findings: told, incomplete, note: describeUncovered(unmatched) };
}

/** What is known of attacks; without it the findings stand. */
async function addAttacks(
  findings: readonly Finding[],
  store: AdvisoryStore,
  incomplete: Incomplete[],
): Promise<Finding[]> {
  const hasVulnerabilities = findings.some(({ vulnerability }) => vulnerability);
  if (store.exploitation === undefined || !hasVulnerabilities) return [...findings];
  try {
    return addExploitation(findings, await store.exploitation());
  } catch (error) {
    incomplete.push(toIncomplete(error, "what is known of attacks"));
    return [...findings];
  }
}

/** Vulnerabilities that the distribution fixed, or never had, in the packages that brought another. */
function settledBy(
  { key, lookups }: NonNullable<PlannedMatch["owners"]>,
  shards: ReadonlyMap<string, AdvisoryShard>,
): ReadonlySet<string> {
  const settled = new Set<string>();
  const shard = shards.get(key);
  for (const { name, version } of shard ? lookups : []) {
    for (const affected of shard!.affecting(name)) {
      if (judgeVersion(shard!.scheme, version, affected)?.affected !== false) continue;
      const { id, aliases, upstream } = affected.advisory;
      for (const named of [id, ...aliases, ...upstream]) settled.add(named);
    }
  }
  return settled;
}

async function matchPackage(
  pkg: Package,
  lookup: Lookup,
  shard: AdvisoryShard,
  settled: ReadonlySet<string>,
  incomplete: Incomplete[],
) {
  const hits: Hit[] = [];
  let incomparable = 0;
  for (const listed of shard.affecting(lookup.name)) {
    const isRpm = shard.scheme === "rpm";
    if (isRpm && !concernsStream(pkg.purl, listed.advisory.summary)) continue;
    const affected = isRpm ? narrowToModularity(lookup.version, listed) : listed;
    const judgement = judgeVersion(shard.scheme, lookup.version, affected);
    if (!judgement) incomparable += 1;
    else if (judgement.affected && !isSettled(affected.advisory, settled)) {
      const { fixedVersion } = judgement;
      hits.push({
        advisory: affected.advisory,
        ...(fixedVersion !== undefined && { fixedVersion }),
      });
    }
  }
  const described = await describeHits(hits, shard, incomplete);
  const found = adviseTogether(
    groupHits(described).map((group) => createVulnerabilityFinding(pkg, lookup, group, shard)),
    shard.scheme,
  );
  if (incomparable === 0) return { found };
  const gap: Incomplete = {
    code: "MALFORMED",
    what: pkg.locations[0] ? `${pkg.name} in ${pkg.locations[0].path}` : pkg.name,
    why: `Its version ${JSON.stringify(lookup.version.slice(0, 100))} cannot be compared with ${incomparable} advisories (order: ${shard.scheme}).`,
    ...(pkg.layer !== undefined && { layer: pkg.layer }),
  };
  return { found, gap };
}

function isSettled({ id, aliases, upstream }: Advisory, settled: ReadonlySet<string>): boolean {
  return settled.size > 0 && [id, ...aliases, ...upstream].some((name) => settled.has(name));
}

/** Reads the shards side by side; one that cannot be read does not take the others with it. */
async function loadShards(
  keys: ReadonlySet<string>,
  store: AdvisoryStore,
  incomplete: Incomplete[],
): Promise<Map<string, AdvisoryShard>> {
  const shards = new Map<string, AdvisoryShard>();
  await Promise.all(
    [...keys].map(async (key) => {
      try {
        const shard = await store.shard(key);
        if (shard) shards.set(key, shard);
      } catch (error) {
        incomplete.push(toIncomplete(error, `advisories for ${key}`));
      }
    }),
  );
  return shards;
}

function toIncomplete(error: unknown, what: string): Incomplete {
  const { code, message } = toPlimsollError(error, "INTERNAL", "Matching failed");
  return { code, what, why: message };
}
