import {
  type Finding,
  type Incomplete,
  type Inventory,
  type Package,
  PlimsollError,
  type Progress,
  toPlimsollError,
} from "@plimsoll/core";
import type { AdvisoryShard } from "../advisory.ts";
import { subscribedDistribution } from "../ecosystems/ubuntu-pro.ts";
import { addExploitation } from "../exploitation/add-exploitation.ts";
import type { Reach } from "../exploitation/risk.ts";
import type { AdvisoryStore } from "../store/store.ts";
import { adviseTogether } from "./advice.ts";
import { judgeVersion } from "./affected.ts";
import { applicable } from "./conditions.ts";
import { describeMissing, describeUncovered } from "./coverage.ts";
import { describeHits } from "./describe.ts";
import { judgeEndOfLife } from "./end-of-life.ts";
import { createVulnerabilityFinding } from "./finding.ts";
import { deniedBy, judgePackage, type LinkedFunctions, linkedIn, namesOf } from "./judge.ts";
import { type PlannedMatch, planMatches } from "./plan.ts";
import type { Lookup } from "./target.ts";
import { groupHits, type Hit } from "./vulnerability.ts";

export interface MatchOptions {
  /**
   * Also match kernel packages (`linux-libc-dev`, `linux-headers-*`, `linux-image-*`): in a
   * container they are not the kernel that runs. Default: false.
   */
  kernelPackages?: boolean;
  /** Releases whose support ended before this day are findings, fixes are as old as on it; default: the present time. */
  now?: Date;
  /**
   * Tells what the container's privileges leave of a vulnerability, for the risk; default: nothing is
   * known of that.
   */
  reach?: (finding: Finding) => Reach | undefined;
  /**
   * Tells of Go programs which functions they hold: a vulnerability whose functions none of them holds
   * is a finding that does not count. Default: nothing is known of that.
   */
  linked?: LinkedFunctions;
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
  const distribution = subscribedDistribution(inventory);
  const incomplete: Incomplete[] = [];
  const { planned, unmatched } = planMatches(inventory, store, options);
  const { missing } = unmatched;
  for (const [kind, count] of missing) incomplete.push(describeMissing(kind, count, store));

  const keys = planned.flatMap(({ key, owners }) => (owners ? [key, owners.key] : [key]));
  const shards = await loadShards(new Set(keys), store, incomplete);
  const now = options.now ?? new Date();
  const ended = distribution && judgeEndOfLife(distribution, now);
  const findings: Finding[] = ended ? [ended] : [];
  const reported = new Set<string>();
  for (const [done, { pkg, key, lookups, owners }] of planned.entries()) {
    if (options.signal?.aborted) throw new PlimsollError("ABORTED", "Matching was cancelled");
    const shard = shards.get(key);
    if (!shard) continue;
    try {
      const settled = settledBy(owners, shards);
      for (const lookup of lookups) {
        await shard.prepare?.([lookup.name]);
        const { found, gap: unmatched } = await matchPackage(
          pkg,
          lookup,
          shard,
          settled,
          options.linked,
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
  const told = await addAttacks(findings, store, incomplete, now, options.reach);
  return { findings: told, incomplete, note: describeUncovered(unmatched) };
}

/** What is known of attacks; without it the findings stand. */
async function addAttacks(
  findings: readonly Finding[],
  store: AdvisoryStore,
  incomplete: Incomplete[],
  now: Date,
  reach: MatchOptions["reach"],
): Promise<Finding[]> {
  const hasVulnerabilities = findings.some(({ vulnerability }) => vulnerability);
  if (store.exploitation === undefined || !hasVulnerabilities) return [...findings];
  try {
    return addExploitation(findings, await store.exploitation(), now, reach);
  } catch (error) {
    incomplete.push(toIncomplete(error, "what is known of attacks"));
    return [...findings];
  }
}

/** Vulnerabilities that the distribution fixed, or never had, in the packages that brought another. */
export function settledBy(
  owners: PlannedMatch["owners"],
  shards: ReadonlyMap<string, AdvisoryShard>,
): ReadonlySet<string> {
  const shard = owners && shards.get(owners.key);
  if (!shard) return none;
  const settled = new Set<string>();
  for (const lookup of owners.lookups) {
    for (const affected of applicable(lookup, shard.affecting(lookup.name))) {
      if (judgeVersion(shard.scheme, lookup.version, affected)?.affected !== false) continue;
      for (const named of namesOf(affected.advisory)) settled.add(named);
    }
  }
  return settled;
}

async function matchPackage(
  pkg: Package,
  lookup: Lookup,
  shard: AdvisoryShard,
  settled: ReadonlySet<string>,
  linked: LinkedFunctions | undefined,
  incomplete: Incomplete[],
) {
  const isLinked = pkg.type === "golang" ? linkedIn(pkg, linked) : undefined;
  const judged = judgePackage(lookup, shard, settled, isLinked);
  const hits = judged.filter(({ outcome }) => outcome === "affected" || outcome === "not-linked");
  const incomparable = judged.filter(({ outcome }) => outcome === "not-comparable").length;
  const denied = new Set(judged.flatMap(deniedBy));
  const described = await describeHits(hits, shard, incomplete);
  const groups = groupHits(described).filter(
    ({ id, aliases }) => !denied.has(id) && !aliases.some((name) => denied.has(name)),
  );
  const found = adviseTogether(
    groups.map((group) => {
      const finding = createVulnerabilityFinding(pkg, lookup, group, shard);
      return isOnlyUnlinked(group.hits) ? withoutWeight(finding) : finding;
    }),
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

/** True when an advisory names functions that are not there, and no other one names functions that are. */
function isOnlyUnlinked(hits: readonly Hit[]): boolean {
  return (
    hits.some(({ outcome }) => outcome === "not-linked") &&
    hits.every(({ outcome, affected }) => outcome === "not-linked" || !affected.conditions?.imports)
  );
}

function withoutWeight(finding: Finding): Finding {
  const reason = "The program holds none of the functions with the flaw (they were not linked).";
  return { ...finding, status: "suppressed", suppression: { reason } };
}

/** Reads the shards side by side; one that cannot be read does not take the others with it. */
export async function loadShards(
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
