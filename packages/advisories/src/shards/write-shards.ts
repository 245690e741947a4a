import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Affected, Rating } from "../advisory.ts";
import type { Exploitation, ExploitationSources } from "../exploitation/exploitation.ts";
import { exploitationFile, packExploitation } from "../exploitation/file.ts";
import type { VersionScheme } from "../versions/compare.ts";
import { compareText } from "../versions/ordering.ts";
import {
  type ExploitationEntry,
  indexFile,
  type PackedAffected,
  type PackedRest,
  type PackedShard,
  packAdvisory,
  packInterval,
  packRest,
  type ShardEntry,
  type ShardIndex,
  shardFile,
  shardFormat,
} from "./format.ts";

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

/** Writes a shard: the same content gives the same bytes. */
export async function writeShard(directory: string, content: ShardContent): Promise<ShardEntry> {
  const { key, updated } = content;
  const packed = packShard(content);
  const file = shardFile(key);
  return {
    key,
    file,
    ...(await writePacked(directory, file, JSON.stringify(packed))),
    packages: packed.packages.length,
    advisories: new Set(packed.advisories.map(([id]) => id)).size,
    updated,
  };
}

/** Writes what is known of attacks on vulnerabilities that `isNamed` knows. */
export async function writeExploitation(
  directory: string,
  data: Exploitation,
  sources: ExploitationSources,
  isNamed: (cve: string) => boolean,
): Promise<ExploitationEntry> {
  const count = (map: ReadonlyMap<string, unknown>) => [...map.keys()].filter(isNamed).length;
  const text = packExploitation(data, sources, isNamed);
  return {
    file: exploitationFile,
    ...(await writePacked(directory, exploitationFile, text)),
    kev: count(data.kev),
    epss: count(data.epss),
    exploits: count(data.exploits),
  };
}

/** Compresses and writes: the same text gives the same bytes. */
async function writePacked(directory: string, file: string, text: string) {
  const bytes = await promisify(gzip)(text, { level: 9 });
  // RFC 1952 2.3: the operating system is the one byte of the header that differs; 255 is "unknown".
  bytes[9] = 255;
  await writeFile(join(directory, file), bytes);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { sha256, bytes: bytes.length };
}

/** Writes the table of contents, with the shards in the order of their keys. */
export async function writeIndex(
  directory: string,
  updated: string,
  entries: readonly ShardEntry[],
  exploitation?: ExploitationEntry,
): Promise<void> {
  const shards = [...entries].sort((a, b) => compareText(a.key, b.key));
  const index: ShardIndex = {
    format: shardFormat,
    updated,
    shards,
    ...(exploitation && { exploitation }),
  };
  await writeFile(join(directory, indexFile), `${JSON.stringify(index, null, 2)}\n`);
}

function packShard({ key, scheme, feed, packages, ratings }: ShardContent): PackedShard {
  const advisories = new Map<string, number>();
  const indexOf = (packed: string): number => {
    const known = advisories.get(packed);
    if (known !== undefined) return known;
    advisories.set(packed, advisories.size);
    return advisories.size - 1;
  };
  const names = [...packages.keys()].sort(compareText);
  const packed = names.map((name) => {
    const rows = (packages.get(name) ?? []).map((affected) => packRow(affected));
    rows.sort((a, b) => compareText(a.order, b.order));
    const list: PackedAffected[] = [];
    for (const [at, { order, advisory, row }] of rows.entries()) {
      if (order !== rows[at - 1]?.order) list.push([indexOf(advisory), ...row]);
    }
    return [name, list] as const;
  });
  return {
    format: shardFormat,
    key,
    scheme,
    feed,
    advisories: [...advisories.keys()].map((text) => JSON.parse(text)),
    packages: packed,
    ratings: [...ratings.keys()].sort(compareText).map((id) => {
      const { score, vector } = ratings.get(id)!;
      return [id, score, vector];
    }),
  };
}

function packRow({ advisory, intervals, versions, ...more }: Affected) {
  const text = JSON.stringify(packAdvisory(advisory));
  const ranges = intervals.map(packInterval);
  const rest = packRest(more);
  const row: [typeof ranges, (readonly string[])?, PackedRest?] = rest
    ? [ranges, versions, rest]
    : versions.length > 0
      ? [ranges, versions]
      : [ranges];
  return { order: `${text}${JSON.stringify(row)}`, advisory: text, row };
}
