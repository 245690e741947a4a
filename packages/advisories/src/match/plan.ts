import type { Inventory, Package } from "@plimsoll/core";
import { findRelease } from "../ecosystems/distribution.ts";
import { isThirdParty } from "../ecosystems/third-party.ts";
import { subscribedDistribution } from "../ecosystems/ubuntu-pro.ts";
import type { AdvisoryStore } from "../store/store.ts";
import type { Unmatched } from "./coverage.ts";
import { SystemPackages } from "./ownership.ts";
import { describeSystemPackages, findTarget, type Lookup } from "./target.ts";

/** A package, and where it is looked up. */
export interface PlannedMatch {
  pkg: Package;
  /** Key of the shard. */
  key: string;
  lookups: readonly Lookup[];
  /** Where the packages of the distribution that brought this one are looked up. */
  owners?: { key: string; lookups: readonly Lookup[] };
}

/** Why a package is not matched. */
export type LeftOutReason = "kernel" | "third-party" | "owned" | "no-advisories";

/** A package that is not matched. */
export interface LeftOut {
  pkg: Package;
  reason: LeftOutReason;
  /** The distribution's packages that brought it, where that is the reason. */
  owners?: readonly Package[];
}

export interface MatchPlan {
  planned: PlannedMatch[];
  unmatched: Unmatched;
  leftOut: LeftOut[];
}

/** Decides for every package where it is looked up, or why it is not. */
export function planMatches(
  inventory: Inventory,
  store: AdvisoryStore,
  options: { kernelPackages?: boolean },
): MatchPlan {
  const { packages } = inventory;
  const distribution = subscribedDistribution(inventory);
  const release = distribution && findRelease(distribution);
  const releaseKey = release && store.keys.has(release.key) ? release.key : undefined;
  const system = new SystemPackages(packages, distribution);
  const planned: PlannedMatch[] = [];
  const leftOut: LeftOut[] = [];
  const missing = new Map<string, number>();
  const uncovered = new Map<string, number>();
  const thirdParty = new Map<string, number>();
  const owned = new Map<string, number>();
  if (distribution && releaseKey === undefined) {
    // Said even when no package was found: perhaps their database could not be read.
    missing.set(describeSystemPackages(distribution, release), 0);
  }
  for (const pkg of packages) {
    if (!options.kernelPackages && isKernelPackage(pkg)) {
      leftOut.push({ pkg, reason: "kernel" });
      continue;
    }
    const target = findTarget(pkg, distribution, release);
    const { kind, isLanguage } = target;
    const owners = isLanguage && releaseKey !== undefined ? system.ownersOf(pkg) : undefined;
    if (!isLanguage && isThirdParty(pkg, distribution)) {
      countOne(thirdParty, kind);
      leftOut.push({ pkg, reason: "third-party" });
    } else if (owners && system.areComprehensive) {
      countOne(owned, kind);
      leftOut.push({ pkg, reason: "owned", owners });
    } else if (target.key !== undefined && store.keys.has(target.key)) {
      const lookups = owners?.flatMap((owner) => {
        const found = findTarget(owner, distribution, release);
        return found.key === undefined ? [] : found.lookups;
      });
      planned.push({
        pkg,
        key: target.key,
        lookups: target.lookups,
        ...(lookups && { owners: { key: releaseKey!, lookups } }),
      });
    } else {
      // Of languages the baseline has but the few that it names; others have no feed at all.
      const isExpected =
        isLanguage &&
        (target.key === undefined || target.isExtra || store.info.source === "baseline");
      countOne(isExpected ? uncovered : missing, kind);
      leftOut.push({ pkg, reason: "no-advisories" });
    }
  }
  return { planned, unmatched: { missing, uncovered, thirdParty, owned }, leftOut };
}

function countOne(counts: Map<string, number>, kind: string): void {
  counts.set(kind, (counts.get(kind) ?? 0) + 1);
}

/** Debian and Ubuntu build them from `linux` and its signed and flavoured variants. */
function isKernelPackage({ type, name, source }: Package): boolean {
  if (type === "deb")
    return /^linux(?:-|$)/.test(source?.name ?? name) && name.startsWith("linux-");
  if (type === "apk") return name === "linux-headers";
  return type === "rpm" && /^kernel(?:-|$)/.test(name);
}
