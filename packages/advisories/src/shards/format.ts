import { type Severity, severities } from "@plimsoll/core";
import {
  type Advisory,
  type Affected,
  type Conditions,
  type FixState,
  fixStates,
  type Interval,
} from "../advisory.ts";

/** Raised when older readers would misread the files. */
export const shardFormat = 1;

/** Name of the table of contents. */
export const indexFile = "index.json";

/** The name of a shard's file. */
export function shardFile(key: string): string {
  return `${key}.json.gz`;
}

/** Keys become file names: nothing else may be in them. */
export const keySyntax = /^[a-z0-9]+(?:[.-][a-z0-9]+)*$/;

/** One line of the table of contents. */
export interface ShardEntry {
  readonly key: string;
  readonly file: string;
  /** Of the file's bytes, in hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
  readonly packages: number;
  readonly advisories: number;
  /** RFC 3339 date of its newest record; empty when no record is dated. */
  readonly updated: string;
}

/** The file of what is known of attacks. */
export interface ExploitationEntry {
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
  /** How many vulnerabilities it knows of by each feed. */
  readonly kev: number;
  readonly epss: number;
  readonly exploits: number;
}

/** The table of contents. */
export interface ShardIndex {
  readonly format: number;
  readonly updated: string;
  readonly shards: readonly ShardEntry[];
  /** Absent when none of its feeds was given. */
  readonly exploitation?: ExploitationEntry;
}

/** `[id, aliases, upstream, severity, published, summary, score, vector, url, feed]`, cut after its last member that says something. */
export type PackedAdvisory = readonly unknown[];
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

/** What a shard's file holds, before compression. */
export interface PackedShard {
  readonly format: number;
  readonly key: string;
  readonly scheme: string;
  readonly feed: string;
  readonly advisories: readonly PackedAdvisory[];
  /** By name in code unit order. */
  readonly packages: readonly (readonly [string, readonly PackedAffected[]])[];
  /** `[CVE, score, vector]` for vulnerabilities that the advisories do not rate, in code unit order. */
  readonly ratings: readonly (readonly [string, number, string])[];
}

export function packAdvisory(advisory: Advisory): PackedAdvisory {
  const { id, aliases, upstream, severity, published, summary, cvss, url, feed } = advisory;
  const packed: unknown[] = [id, aliases, upstream, severities.indexOf(severity)];
  const rest = [
    published ?? "",
    summary ?? "",
    cvss?.score ?? 0,
    cvss?.vector ?? "",
    url ?? "",
    feed ?? "",
  ];
  while (rest.length > 0 && !rest.at(-1)) rest.pop();
  return [...packed, ...rest];
}

export function packInterval({ introduced, fixed, lastAffected, limit }: Interval): PackedInterval {
  if (fixed !== undefined) return [introduced, fixed];
  if (lastAffected !== undefined) return [introduced, lastAffected, 1];
  return limit === undefined ? [introduced] : [introduced, limit, 2];
}

/** `undefined` when `value` is no packed advisory. */
export function unpackAdvisory(value: unknown): Advisory | undefined {
  if (!Array.isArray(value)) return undefined;
  const [id, aliases, upstream, severity, published, summary, score, vector, url, feed] =
    value as unknown[];
  if (typeof id !== "string" || !isTextList(aliases) || !isTextList(upstream)) return undefined;
  const named: Severity | undefined = severities[severity as number];
  if (named === undefined) return undefined;
  return {
    id,
    aliases,
    upstream,
    severity: named,
    ...(typeof published === "string" && published !== "" && { published }),
    ...(typeof summary === "string" && summary !== "" && { summary }),
    ...(typeof score === "number" &&
      typeof vector === "string" &&
      vector !== "" && { cvss: { score, vector } }),
    ...(typeof url === "string" && url !== "" && { url }),
    ...(typeof feed === "string" && feed !== "" && { feed }),
  };
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
