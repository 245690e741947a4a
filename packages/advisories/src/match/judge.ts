import type { Package } from "@plimsoll/core";
import type { Advisory, AdvisoryShard, Affected, Interval } from "../advisory.ts";
import { isNever, judgeVersion } from "./affected.ts";
import { concernsStream, narrowToModularity } from "./modularity.ts";
import type { Lookup } from "./target.ts";

/** What an advisory comes to for an installed package. */
export type Outcome =
  | "affected"
  /** The installed version lies outside of what is affected. */
  | "not-affected"
  /** The publisher calls the package not affected in any version. */
  | "never-affected"
  /** It speaks of another build: a module stream, an architecture, a repository. */
  | "other-build"
  /** A version cannot be compared. */
  | "not-comparable"
  /** The publisher has not said yet whether it is affected. */
  | "under-investigation"
  /** The distribution settled it in the package that brought this one. */
  | "settled";

/** One advisory about one installed package, and why it holds or does not. */
export interface Judged {
  readonly advisory: Advisory;
  readonly affected: Affected;
  readonly outcome: Outcome;
  /** The run of affected versions that holds the installed one; absent where none does, or where it is listed. */
  readonly interval?: Interval;
  readonly fixedVersion?: string;
}

/** Judges every advisory that a shard has about a package, under one of its names. */
export function judgePackage(
  pkg: Package,
  { name, version }: Lookup,
  shard: AdvisoryShard,
  settled: ReadonlySet<string>,
): Judged[] {
  return shard.affecting(name).map((listed) => judge(pkg, version, shard, listed, settled));
}

function judge(
  { purl }: Package,
  version: string,
  { scheme }: AdvisoryShard,
  listed: Affected,
  settled: ReadonlySet<string>,
): Judged {
  const { advisory } = listed;
  const isRpm = scheme === "rpm";
  const affected = isRpm ? narrowToModularity(version, listed) : listed;
  const told = (outcome: Outcome): Judged => ({ advisory, affected: listed, outcome });
  if (isRpm && !concernsStream(purl, advisory.summary)) return told("other-build");
  if (affected.intervals.length === 0 && affected.versions.length === 0) {
    return told("other-build");
  }
  const judgement = judgeVersion(scheme, version, affected);
  if (!judgement) return told("not-comparable");
  if (!judgement.affected) {
    const isNone = affected.intervals.some(isNever) && affected.versions.length === 0;
    return told(isNone ? "never-affected" : "not-affected");
  }
  const { interval, fixedVersion } = judgement;
  const outcome =
    listed.state === "under-investigation"
      ? "under-investigation"
      : isNamed(advisory, settled)
        ? "settled"
        : "affected";
  return {
    ...told(outcome),
    ...(interval && { interval }),
    ...(fixedVersion !== undefined && { fixedVersion }),
  };
}

/** Every name of the vulnerabilities that an advisory is about. */
export function namesOf({ id, aliases, upstream }: Advisory): string[] {
  return [id, ...aliases, ...upstream];
}

/**
 * The vulnerabilities that this advisory says the package never had: where another feed of the same
 * distribution says otherwise, the denial is what somebody looked into.
 */
export function deniedBy({ outcome, advisory }: Judged): string[] {
  return outcome === "never-affected" ? namesOf(advisory) : [];
}

/** True when the advisory is about one of the named vulnerabilities. */
export function isNamed(advisory: Advisory, names: ReadonlySet<string>): boolean {
  return names.size > 0 && namesOf(advisory).some((name) => names.has(name));
}
