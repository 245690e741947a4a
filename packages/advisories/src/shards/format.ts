import { type Severity, severities } from "@plimsoll/core";
import {
  type Advisory,
  type Affected,
  type Conditions,
  type FixState,
  fixStates,
  type Interval,
} from "../advisory.ts";

/** What is needed to match: `[id, aliases, upstream, severity, feed, streams]`, cut after its last member that says something. */
export type PackedAdvisory = readonly unknown[];
/** What is needed to describe: `[published, summary, score, vector, url]`, cut likewise. */
export type PackedDescription = readonly unknown[];
/** `[introduced]`, `[introduced, fixed]`, `[introduced, lastAffected, 1]` or `[introduced, limit, 2]`. */
export type PackedInterval = readonly [string, string?, (1 | 2)?];
/** `[index of the advisory, intervals, versions, rest]`, cut after its last member that says something. */
export type PackedAffected = readonly [
  number,
  readonly PackedInterval[],
  (readonly string[])?,
  PackedRest?,
];
/** What few advisories say: the state by its number in `fixStates`, and conditions as they are. */
export interface PackedRest extends Conditions {
  readonly state?: number;
}

/** What a shard's file to match with holds, before compression. */
export interface PackedShard {
  readonly format: number;
  readonly key: string;
  readonly scheme: string;
  readonly feed: string;
  readonly advisories: readonly PackedAdvisory[];
  /** By name in code unit order. */
  readonly packages: readonly (readonly [string, readonly PackedAffected[]])[];
  /** Hashes of the names of the packages in other files; absent where there are none. */
  readonly rest?: string;
}

/** What a file of the rest of a shard holds, before compression. */
export interface PackedRestFile {
  readonly format: number;
  readonly shard: PackedShard;
  readonly about: PackedAbout;
}

/** What a shard's file to describe with holds, before compression. */
export interface PackedAbout {
  readonly format: number;
  readonly key: string;
  /** In the order of the shard's advisories. */
  readonly descriptions: readonly PackedDescription[];
  /** `[CVE, score, vector]` for vulnerabilities that the advisories do not rate, in code unit order. */
  readonly ratings: readonly (readonly [string, number, string])[];
}

export function packAdvisory(advisory: Advisory, streams: string): PackedAdvisory {
  const { id, aliases, upstream, severity, feed } = advisory;
  return cut([id, aliases, upstream, severities.indexOf(severity), feed ?? "", streams], 4);
}

export function packDescription({ published, summary, cvss, url }: Advisory): PackedDescription {
  return cut([published ?? "", summary ?? "", cvss?.score ?? 0, cvss?.vector ?? "", url ?? ""], 0);
}

/** Without the members at the end that say nothing. */
function cut(values: unknown[], least: number): unknown[] {
  while (values.length > least && !values.at(-1)) values.pop();
  return values;
}

export function packInterval({ introduced, fixed, lastAffected, limit }: Interval): PackedInterval {
  if (fixed !== undefined) return [introduced, fixed];
  if (lastAffected !== undefined) return [introduced, lastAffected, 1];
  return limit === undefined ? [introduced] : [introduced, limit, 2];
}

/**
 * `undefined` when `value` is no packed advisory. Module streams, by which rpm packages are told
 * apart, stand in for the summary until the advisory is described.
 */
export function unpackAdvisory(value: unknown): Advisory | undefined {
  if (!Array.isArray(value)) return undefined;
  const [id, aliases, upstream, severity, feed, streams] = value as unknown[];
  if (typeof id !== "string" || !isTextList(aliases) || !isTextList(upstream)) return undefined;
  const named: Severity | undefined = severities[severity as number];
  if (named === undefined) return undefined;
  return {
    id,
    aliases,
    upstream,
    severity: named,
    ...(isText(feed) && { feed }),
    ...(isText(streams) && { summary: streams }),
  };
}

/** What a description adds to an advisory; nothing when `value` is none. */
export function unpackDescription(value: unknown): Partial<Advisory> {
  if (!Array.isArray(value)) return {};
  const [published, summary, score, vector, url] = value as unknown[];
  return {
    ...(isText(published) && { published }),
    ...(isText(summary) && { summary }),
    ...(typeof score === "number" && isText(vector) && { cvss: { score, vector } }),
    ...(isText(url) && { url }),
  };
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

/** `undefined` when `value` is no packed interval. */
export function unpackInterval(value: unknown): Interval | undefined {
  if (!Array.isArray(value)) return undefined;
  const [introduced, end, kind] = value as unknown[];
  if (typeof introduced !== "string") return undefined;
  if (end === undefined) return { introduced };
  if (typeof end !== "string") return undefined;
  if (kind === undefined) return { introduced, fixed: end };
  if (kind === 1) return { introduced, lastAffected: end };
  return kind === 2 ? { introduced, limit: end } : undefined;
}

/** `undefined` when there is nothing to pack. */
export function packRest({
  state,
  conditions,
}: Pick<Affected, "state" | "conditions">): PackedRest | undefined {
  if (state === undefined && conditions === undefined) return undefined;
  return { ...(state !== undefined && { state: fixStates.indexOf(state) }), ...conditions };
}

/** `undefined` when `value` is no packed rest; conditions of another form are that too. */
export function unpackRest(value: unknown): Pick<Affected, "state" | "conditions"> | undefined {
  if (value === undefined) return {};
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const { state, ...conditions } = value as Partial<Record<keyof PackedRest, unknown>>;
  const named: FixState | undefined = fixStates[state as number];
  if (state !== undefined && named === undefined) return undefined;
  if (!areConditions(conditions)) return undefined;
  return {
    ...(named !== undefined && { state: named }),
    ...(Object.keys(conditions).length > 0 && { conditions }),
  };
}

function areConditions(value: Partial<Record<keyof Conditions, unknown>>): value is Conditions {
  const { module, arches, repositories, imports } = value;
  return (
    (module === undefined || typeof module === "string") &&
    (arches === undefined || isTextList(arches)) &&
    (repositories === undefined || isTextList(repositories)) &&
    (imports === undefined || (Array.isArray(imports) && imports.every(isImport)))
  );
}

function isImport(value: unknown): boolean {
  const { path, symbols } = (value ?? {}) as Record<string, unknown>;
  return typeof path === "string" && isTextList(symbols);
}

export function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
