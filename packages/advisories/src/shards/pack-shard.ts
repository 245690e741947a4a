import type { Affected, Rating } from "../advisory.ts";
import type { VersionScheme } from "../versions/compare.ts";
import { compareText } from "../versions/ordering.ts";
import {
  type PackedAbout,
  type PackedAdvisory,
  type PackedAffected,
  type PackedDescription,
  type PackedRest,
  type PackedShard,
  packAdvisory,
  packDescription,
  packInterval,
  packRest,
} from "./format.ts";
import { shardFormat } from "./index-format.ts";

/** A shard that is ready to be written. */
export interface ShardContent {
  readonly key: string;
  readonly scheme: VersionScheme;
  readonly feed: string;
  readonly updated: string;
  /** By normalised package name. */
  readonly packages: ReadonlyMap<string, readonly Affected[]>;
  /** By CVE. */
  readonly ratings: ReadonlyMap<string, Rating>;
}

/** Packs a shard: the same content gives the same values, in whatever order it came. */
export function packShard({ key, scheme, feed, packages, ratings }: ShardContent): {
  shard: PackedShard;
  about: PackedAbout;
} {
  const advisories = new Map<string, number>();
  const packedAdvisories: PackedAdvisory[] = [];
  const descriptions: PackedDescription[] = [];
  const names = [...packages.keys()].sort(compareText);
  const packed = names.map((name) => {
    const rows = (packages.get(name) ?? []).map((affected) => packRow(affected, scheme));
    rows.sort((a, b) => compareText(a.order, b.order));
    const list: PackedAffected[] = [];
    for (const [at, { order, text, advisory, description, row }] of rows.entries()) {
      if (order === rows[at - 1]?.order) continue;
      let index = advisories.get(text);
      if (index === undefined) {
        index = packedAdvisories.push(advisory) - 1;
        descriptions.push(description);
        advisories.set(text, index);
      }
      list.push([index, ...row]);
    }
    return [name, list] as const;
  });
  return {
    shard: {
      format: shardFormat,
      key,
      scheme,
      feed,
      advisories: packedAdvisories,
      packages: packed,
    },
    about: {
      format: shardFormat,
      key,
      descriptions,
      ratings: [...ratings.keys()].sort(compareText).map((id) => {
        const { score, vector } = ratings.get(id)!;
        return [id, score, vector];
      }),
    },
  };
}

function packRow({ advisory, intervals, versions, ...more }: Affected, scheme: VersionScheme) {
  const matching = packAdvisory(advisory, scheme === "rpm" ? streamsIn(advisory.summary) : "");
  const description = packDescription(advisory);
  const text = JSON.stringify([matching, description]);
  const ranges = intervals.map(packInterval);
  const rest = packRest(more);
  const row: [typeof ranges, (readonly string[])?, PackedRest?] = rest
    ? [ranges, versions, rest]
    : versions.length > 0
      ? [ranges, versions]
      : [ranges];
  return { order: `${text}${JSON.stringify(row)}`, text, advisory: matching, description, row };
}

/** The module streams that a summary names: `nodejs:18 security update`. */
function streamsIn(summary = ""): string {
  return [...summary.matchAll(/[\w.+-]+:[\w.+-]+/g)].map(([stream]) => stream).join(" ");
}
