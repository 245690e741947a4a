import type { Package } from "@plimsoll/core";
import type { Advisory, AdvisoryShard, Affected, Interval } from "../advisory.ts";
import { isNever, judgeVersion } from "./affected.ts";
import { applicable, isForSubscribers } from "./conditions.ts";
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
  /** The program holds none of the functions with the flaw. */
  | "not-linked"
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
  /** Fixed version that only subscribers get, where this system is none of theirs. */
  readonly paidFix?: string;
}

/**
 * Whether a program holds functions of a Go package that have a flaw; no functions stand for all of
 * the package. `undefined` when nothing is known of that program.
 */
export type LinkedFunctions = (
  program: string,
  flawed: { readonly path: string; readonly symbols: readonly string[] },
) => boolean | undefined;

/** Judges every advisory that a shard has about a package, under one of its names. */
export function judgePackage(
  lookup: Lookup,
  shard: AdvisoryShard,
  settled: ReadonlySet<string>,
  isLinked: (affected: Affected) => boolean = () => true,
): Judged[] {
  const listed = shard.affecting(lookup.name);
  const own = applicable(lookup, listed);
  const ofOwn = new Set(own.map(({ advisory }) => advisory));
  return [
    ...own.map((affected) => {
      const judged = judge(lookup, shard, affected, settled);
      const isOut = judged.outcome === "affected" && !isLinked(affected);
      return isOut ? { ...judged, outcome: "not-linked" as const } : judged;
    }),
    ...listed
      .filter(({ advisory }) => !ofOwn.has(advisory))
      .map((affected) => told(affected, "other-build")),
  ];
}

function judge(
  { version, isSubscribed = true }: Lookup,
  { scheme }: AdvisoryShard,
  affected: Affected,
  settled: ReadonlySet<string>,
): Judged {
  const { advisory } = affected;
  const judgement = judgeVersion(scheme, version, affected);
  if (!judgement) return told(affected, "not-comparable");
  if (!judgement.affected) {
    const isNone = affected.intervals.some(isNever) && affected.versions.length === 0;
    return told(affected, isNone ? "never-affected" : "not-affected");
  }
  const { interval, fixedVersion } = judgement;
  const outcome =
    affected.state === "under-investigation"
      ? "under-investigation"
      : isNamed(advisory, settled)
        ? "settled"
        : "affected";
  const isPaid = !isSubscribed && isForSubscribers(affected);
  return {
    ...told(affected, outcome),
    ...(interval && { interval }),
    ...(fixedVersion !== undefined && (isPaid ? { paidFix: fixedVersion } : { fixedVersion })),
  };
}

function told(affected: Affected, outcome: Outcome): Judged {
  return { advisory: affected.advisory, affected, outcome };
}

/** Whether some of the places of a package may hold what an advisory is about. */
export function linkedIn(
  { locations }: Package,
  linked: LinkedFunctions | undefined,
): ((affected: Affected) => boolean) | undefined {
  if (linked === undefined || locations.length === 0) return undefined;
  return ({ conditions }) => {
    const imports = conditions?.imports ?? [];
    return (
      imports.length === 0 ||
      locations.some(({ path }) => imports.some((flawed) => linked(path, flawed) ?? true))
    );
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
