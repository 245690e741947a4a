/** Raised when older readers would misread the files. */
export const shardFormat = 2;

/** Name of the table of contents. */
export const indexFile = "index.json";

/** Name of the detached signature over the table of contents. */
export const signatureFile = "index.json.sig";

/** Name of the file that names the publishers of the data and their licences. */
export const noticeFile = "NOTICE";

/** Keys become file names: nothing else may be in them. */
export const keySyntax = /^[a-z0-9]+(?:[.-][a-z0-9]+)*$/;

/**
 * The files of a shard: `match` is needed to find what affects a package, `about` to describe what
 * was found, `attacks` is what is known of attacks on it, and changes daily; `digests` tells of files
 * which package they are.
 */
export const shardParts = ["match", "about", "attacks", "digests"] as const;
export type ShardPart = (typeof shardParts)[number];

/** A file by its content. */
export interface ShardFile {
  /** Of the file's bytes, in hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
}

/** One line of the table of contents. */
export interface ShardEntry {
  readonly key: string;
  readonly match: ShardFile;
  readonly about: ShardFile;
  /** Absent where nothing is known of attacks on its vulnerabilities. */
  readonly attacks?: ShardFile;
  /** Absent but of Maven, where digests were gathered. */
  readonly digests?: ShardFile;
  /** Packages that are only known as malicious, by the hash of their names; absent where they are few. */
  readonly rest?: readonly ShardFile[];
  readonly packages: number;
  readonly advisories: number;
  /** RFC 3339 date of its newest record; empty when no record is dated. */
  readonly updated: string;
}

/** Somebody whose data the shards hold. */
export interface SourceEntry {
  /** e.g. `GitHub Advisory Database` */
  readonly name: string;
  readonly url?: string;
  /** RFC 3339 date of its newest record; empty when none is dated. */
  readonly date: string;
  readonly records: number;
  /** SPDX expression; empty when the publisher states none. */
  readonly licence: string;
  /** What has to be said when the data are passed on. */
  readonly notice?: string;
  /** False when the publisher does not allow that the data are published again. */
  readonly republish: boolean;
}

/** How many vulnerabilities are known of by each feed about attacks. */
export interface ExploitationCounts {
  readonly kev: number;
  readonly epss: number;
  readonly exploits: number;
}

/** The table of contents. */
export interface ShardIndex {
  readonly format: number;
  /** RFC 3339 date of the build: a later one replaces an earlier one, never the other way. */
  readonly created: string;
  /** RFC 3339 date of the newest record; empty when no record is dated. */
  readonly updated: string;
  readonly sources: readonly SourceEntry[];
  readonly shards: readonly ShardEntry[];
  /** Absent when none of its feeds was given. */
  readonly exploitation?: ExploitationCounts;
}

/** The name of a file of a shard; it follows from the content, so that no name ever changes its meaning. */
export function shardFileName(
  key: string,
  part: ShardPart | "rest",
  { sha256 }: ShardFile,
): string {
  const digest = sha256.slice(0, 16);
  return part === "match" ? `${key}-${digest}.json.gz` : `${key}.${part}-${digest}.json.gz`;
}

/** A file of a shard with its name. */
export interface NamedFile {
  readonly name: string;
  readonly file: ShardFile;
  /** The shard. */
  readonly entry: ShardEntry;
}

/** A file of a shard; `undefined` when the shard has no such part. */
export function fileOf(entry: ShardEntry, part: ShardPart): NamedFile | undefined {
  const file = entry[part];
  return file && { name: shardFileName(entry.key, part, file), file, entry };
}

/** The files of the rest of a shard. */
export function restOf(entry: ShardEntry): NamedFile[] {
  const { key, rest = [] } = entry;
  return rest.map((file) => ({ name: shardFileName(key, "rest", file), file, entry }));
}

/** Every file of the shards, in the order of the table of contents. */
export function filesOf(shards: readonly ShardEntry[]): NamedFile[] {
  return shards.flatMap((entry) => [
    ...shardParts.flatMap((part) => fileOf(entry, part) ?? []),
    ...restOf(entry),
  ]);
}

/** The one text of a table of contents, over which it is signed: shards in the order of their keys, a line each. */
export function writeIndexText(index: ShardIndex): string {
  const { shards, ...head } = index;
  const lines = shards.map((entry) => JSON.stringify(entry)).join(",\n");
  return `${JSON.stringify(head).slice(0, -1)},"shards":[\n${lines}\n]}\n`;
}
