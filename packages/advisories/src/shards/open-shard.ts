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
import { malformedShard, parseFile } from "./read-file.ts";

/** The texts of a shard's files; `about` is asked for once, when something has to be described. */
export interface ShardTexts {
  readonly match: string;
  about(): Promise<string>;
}

/**
 * Opens a shard. Packages are unpacked when they are asked for: most never are.
 *
 * @param subject where it comes from, for messages
 * @throws PlimsollError `UNSUPPORTED` or `MALFORMED`
 */
export function openShard(key: string, texts: ShardTexts, subject: string): AdvisoryShard {
  const { scheme, feed, advisories, packages, ...head } = parseFile(
    texts.match,
    shardFormat,
    subject,
  );
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
  const unpacked = new Map<string, readonly Affected[]>();
  let about: Promise<About> | undefined;
  let ratings: ReadonlyMap<string, Rating> = new Map();
  return {
    key,
    scheme: scheme as VersionScheme,
    feed,
    names: () => [...byName.keys()].filter((name) => typeof name === "string"),
    rating: (id) => ratings.get(id),
    affecting(name) {
      const known = unpacked.get(name);
      if (known) return known;
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
      const opened = await about;
      ratings = opened.ratings;
      return list.map((advisory) => {
        const description = opened.descriptions.get(identityOf(advisory));
        return { ...advisory, ...unpackDescription(description) };
      });
    },
  };
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
