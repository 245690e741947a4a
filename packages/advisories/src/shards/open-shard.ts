import type { Advisory, AdvisoryShard, Affected, Rating } from "../advisory.ts";
import { type VersionScheme, versionSchemes } from "../versions/compare.ts";
import {
  isTextList,
  unpackAdvisory,
  unpackDescription,
  unpackInterval,
  unpackRest,
} from "./format.ts";
import { shardFormat } from "./index-format.ts";
import { NameFilter, restFileOf, restFiles, unpackHashes } from "./name-filter.ts";
import { malformedShard, parseFile } from "./read-file.ts";

/** The texts of a shard's files; `about` is asked for once, when something has to be described. */
export interface ShardTexts {
  readonly match: string;
  about(): Promise<string>;
  /** A file of the rest, by its number; absent where a shard has none. */
  rest?(number: number): Promise<string>;
}

/**
 * Opens a shard. Packages are unpacked when they are asked for: most never are.
 *
 * @param subject where it comes from, for messages
 * @throws PlimsollError `UNSUPPORTED` or `MALFORMED`
 */
export function openShard(key: string, texts: ShardTexts, subject: string): AdvisoryShard {
  return openParsed(key, parseFile(texts.match, shardFormat, subject), texts, subject);
}

function openParsed(
  key: string,
  value: Readonly<Record<string, unknown>>,
  texts: Omit<ShardTexts, "match">,
  subject: string,
): AdvisoryShard {
  const { scheme, feed, advisories, packages, ...head } = value;
  if (
    head.key !== key ||
    typeof feed !== "string" ||
    !versionSchemes.includes(scheme as VersionScheme) ||
    !Array.isArray(advisories) ||
    !Array.isArray(packages)
  ) {
    throw malformedShard(subject);
  }
  const byName = new Map<unknown, unknown>();
  for (const item of packages as readonly unknown[]) {
    if (!Array.isArray(item)) throw malformedShard(subject);
    byName.set(item[0], item[1]);
  }
  const filter =
    typeof head.rest === "string" ? new NameFilter(unpackHashes(head.rest)) : undefined;
  const rest = new Map<number, Promise<AdvisoryShard>>();
  const opened: AdvisoryShard[] = [];
  const openRest = async (number: number) => {
    const read = texts.rest;
    if (!read) return;
    const known = rest.get(number);
    if (known) return void (await known);
    const file = read(number).then((text) => openRestFile(key, text, subject));
    rest.set(number, file);
    opened.push(await file);
  };
  const unpacked = new Map<string, readonly Affected[]>();
  let about: Promise<About> | undefined;
  let ratings: ReadonlyMap<string, Rating> = new Map();
  return {
    key,
    scheme: scheme as VersionScheme,
    feed,
    names: () => [
      ...[...byName.keys()].filter((name) => typeof name === "string"),
      ...opened.flatMap((file) => [...(file.names?.() ?? [])]),
    ],
    ...(filter && {
      async prepare(names) {
        const numbers = names
          ? names.filter((name) => filter.mayHave(name)).map(restFileOf)
          : Array.from({ length: restFiles }, (_, number) => number);
        for (const number of new Set(numbers)) await openRest(number);
      },
    }),
    rating: (id) => ratings.get(id),
    affecting(name) {
      const known = unpacked.get(name);
      if (known) return known;
      for (const file of opened) {
        const affected = file.affecting(name);
        if (affected.length > 0) return affected;
      }
      const list = byName.get(name) ?? [];
      if (!Array.isArray(list)) throw malformedShard(subject);
      const affected = list.map((value) => {
        const found = unpackAffected(value, advisories);
        if (!found) throw malformedShard(subject);
        return found;
      });
      unpacked.set(name, affected);
      return affected;
    },
    async describe(list) {
      about ??= texts.about().then((text) => openAbout(key, text, advisories, subject));
      const { descriptions, ...rated } = await about;
      ratings = rated.ratings;
      const own = list.map((advisory) => {
        const description = descriptions.get(identityOf(advisory));
        return { ...advisory, ...unpackDescription(description) };
      });
      let described: readonly Advisory[] = own;
      for (const file of opened) described = (await file.describe?.(described)) ?? described;
      return described;
    },
  };
}

/** A file of the rest is a small shard that describes itself. */
function openRestFile(key: string, text: string, subject: string): AdvisoryShard {
  const { shard, about } = parseFile(text, shardFormat, subject);
  if (typeof shard !== "object" || shard === null) throw malformedShard(subject);
  const texts = { about: async () => JSON.stringify(about ?? null) };
  return openParsed(key, shard as Record<string, unknown>, texts, subject);
}

interface About {
  readonly descriptions: ReadonlyMap<string, unknown>;
  readonly ratings: ReadonlyMap<string, Rating>;
}

function openAbout(
  key: string,
  text: string,
  advisories: readonly unknown[],
  subject: string,
): About {
  const value = parseFile(text, shardFormat, subject);
  if (value.key !== key || !Array.isArray(value.descriptions) || !Array.isArray(value.ratings)) {
    throw malformedShard(subject);
  }
  const descriptions = new Map<string, unknown>();
  for (const [at, description] of (value.descriptions as unknown[]).entries()) {
    const advisory = unpackAdvisory(advisories[at]);
    if (!advisory) throw malformedShard(subject);
    const identity = identityOf(advisory);
    if (!descriptions.has(identity)) descriptions.set(identity, description);
  }
  const ratings = new Map<string, Rating>();
  for (const item of value.ratings as readonly unknown[]) {
    const [id, score, vector] = Array.isArray(item) ? (item as unknown[]) : [];
    if (typeof id !== "string" || typeof score !== "number" || typeof vector !== "string") {
      throw malformedShard(subject);
    }
    ratings.set(id, { score, vector });
  }
  return { descriptions, ratings };
}

/** Two feeds may use one name; an advisory may rate its packages differently. */
function identityOf({ id, feed = "", severity }: Advisory): string {
  return `${severity} ${feed} ${id}`;
}

function unpackAffected(value: unknown, advisories: readonly unknown[]): Affected | undefined {
  if (!Array.isArray(value)) return undefined;
  const [index, intervals, versions = [], more] = value as unknown[];
  const rest = unpackRest(more);
  const advisory: Advisory | undefined = unpackAdvisory(advisories[index as number]);
  if (!advisory || !rest || !Array.isArray(intervals) || !isTextList(versions)) return undefined;
  const found = intervals.map(unpackInterval).filter((interval) => interval !== undefined);
  return found.length === intervals.length
    ? { advisory, intervals: found, versions, ...rest }
    : undefined;
}
