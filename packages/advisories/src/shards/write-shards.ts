import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Affected } from "../advisory.ts";
import type { Exploitation, ExploitationSources } from "../exploitation/exploitation.ts";
import { packExploitation } from "../exploitation/file.ts";
import type { MavenCoordinates } from "../maven/coordinates.ts";
import { packDigests } from "../maven/digest-file.ts";
import type { PackedRestFile } from "./format.ts";
import {
  indexFile,
  noticeFile,
  type ShardEntry,
  type ShardFile,
  type ShardIndex,
  type ShardPart,
  shardFileName,
  shardFormat,
  writeIndexText,
} from "./index-format.ts";
import { hashName, packHashes } from "./name-filter.ts";
import { packShard, type ShardContent } from "./pack-shard.ts";
import { splitMalicious } from "./split-malicious.ts";
import { writeNotice } from "./write-notice.ts";

/** What is known of attacks, and of what it was made. */
export interface AttackData {
  readonly data: Exploitation;
  readonly sources: ExploitationSources;
}

/** Writes the files of a shard: the same content gives the same bytes. */
export async function writeShard(
  directory: string,
  content: ShardContent,
  attacks?: AttackData,
  digests?: ReadonlyMap<string, MavenCoordinates>,
): Promise<ShardEntry> {
  const { key, updated } = content;
  const { main, rest } = splitMalicious(content);
  const { shard, about } = packShard(main);
  const write = (part: ShardPart | "rest", text: string) => writePacked(directory, key, part, text);
  const others = rest.map((part) => packShard(part));
  const hashes = rest.flatMap(({ packages }) => [...packages.keys()].map(hashName));
  const match = rest.length > 0 ? { ...shard, rest: packHashes(hashes) } : shard;
  const files: ShardFile[] = [];
  for (const other of others) {
    const packed: PackedRestFile = { format: shardFormat, ...other };
    files.push(await write("rest", JSON.stringify(packed)));
  }
  const all = [shard, ...others.map((other) => other.shard)];
  const names = attacks && new Set(namesIn(content.packages.values()));
  const known = attacks && names && isKnown(attacks.data, names);
  return {
    key,
    match: await write("match", JSON.stringify(match)),
    about: await write("about", JSON.stringify(about)),
    ...(known && {
      attacks: await write(
        "attacks",
        packExploitation(attacks.data, attacks.sources, (cve) => names.has(cve)),
      ),
    }),
    ...(digests?.size && { digests: await write("digests", packDigests(digests)) }),
    ...(files.length > 0 && { rest: files }),
    packages: all.reduce((sum, { packages }) => sum + packages.length, 0),
    advisories: new Set(all.flatMap(({ advisories }) => advisories.map(([id]) => id))).size,
    updated,
  };
}

/** Writes the table of contents, with the shards in the order of their keys, and the notice beside it. */
export async function writeIndex(directory: string, index: ShardIndex): Promise<void> {
  await writeFile(join(directory, noticeFile), writeNotice(index.sources));
  await writeFile(join(directory, indexFile), writeIndexText(index));
}

/** Compresses and writes: the same text gives the same bytes. */
async function writePacked(
  directory: string,
  key: string,
  part: ShardPart | "rest",
  text: string,
): Promise<ShardFile> {
  const bytes = await promisify(gzip)(text, { level: 9 });
  // RFC 1952 2.3: the operating system is the one byte of the header that differs; 255 is "unknown".
  bytes[9] = 255;
  const file = { sha256: createHash("sha256").update(bytes).digest("hex"), bytes: bytes.length };
  await writeFile(join(directory, shardFileName(key, part, file)), bytes);
  return file;
}

function isKnown({ kev, epss, exploits }: Exploitation, names: ReadonlySet<string>): boolean {
  return [...names].some((name) => kev.has(name) || epss.has(name) || exploits.has(name));
}

/** The CVEs that advisories are about, under any of their names. */
export function* namesIn(packages: Iterable<readonly Affected[]>): Generator<string> {
  for (const list of packages) {
    for (const { advisory } of list) {
      for (const name of [advisory.id, ...advisory.aliases, ...advisory.upstream]) {
        if (name.startsWith("CVE-")) yield name;
      }
    }
  }
}
