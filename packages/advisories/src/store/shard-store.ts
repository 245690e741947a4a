import type { AdvisoryData } from "@plimsoll/core";
import type { AdvisoryShard } from "../advisory.ts";
import type { Exploitation } from "../exploitation/exploitation.ts";
import { unpackExploitation } from "../exploitation/file.ts";
import { unpackDigests } from "../maven/digest-file.ts";
import {
  fileOf,
  type NamedFile,
  restOf,
  type ShardEntry,
  type ShardIndex,
  type ShardPart,
} from "../shards/index-format.ts";
import { openShard } from "../shards/open-shard.ts";
import { inflate, malformedShard } from "../shards/read-file.ts";
import type { AdvisoryStore } from "./store.ts";

/** Brings a file of a shard, verified. */
export type ReadShardFile = (named: NamedFile) => Promise<Buffer>;

/** Opens the shards of a table of contents; each file is read when it is needed. */
export function openShardStore(
  index: ShardIndex,
  readFile: ReadShardFile,
  info: Pick<AdvisoryData, "source" | "note">,
): AdvisoryStore {
  const { updated, shards } = index;
  const entries = new Map(shards.map((entry) => [entry.key, entry]));
  const listed = shards.find(({ digests }) => digests);
  const opened = new Map<string, Promise<AdvisoryShard>>();
  const readText = async (entry: ShardEntry, part: ShardPart) => {
    const named = fileOf(entry, part)!;
    return inflate(await readFile(named), named.name);
  };
  const restOfEntry = (entry: ShardEntry) => {
    const files = restOf(entry);
    const rest = async (number: number) => {
      const named = files[number]!;
      return inflate(await readFile(named), named.name);
    };
    return files.length > 0 ? { rest } : {};
  };
  return {
    info: {
      ...info,
      ...(updated !== "" && { updated }),
      advisories: shards.reduce((sum, { advisories }) => sum + advisories, 0),
    },
    built: index.created,
    sources: index.sources,
    keys: new Set(entries.keys()),
    ...(index.exploitation && {
      exploitation: async () => {
        const used = [...opened.keys()].flatMap((key) => entries.get(key) ?? []);
        const attacked = used.filter(({ attacks }) => attacks);
        const texts = await Promise.all(attacked.map((entry) => readText(entry, "attacks")));
        return joinAttacks(texts);
      },
    }),
    ...(listed && {
      digests: async () => {
        const digests = unpackDigests(await readText(listed, "digests"));
        if (!digests) throw malformedShard("the digests of Maven's files");
        return digests;
      },
    }),
    async shard(key) {
      const entry = entries.get(key);
      if (!entry) return undefined;
      let shard = opened.get(key);
      if (!shard) {
        shard = readText(entry, "match").then((match) => ({
          ...openShard(
            key,
            { match, about: () => readText(entry, "about"), ...restOfEntry(entry) },
            key,
          ),
          updated: entry.updated,
        }));
        opened.set(key, shard);
      }
      return shard;
    },
  };
}

function joinAttacks(texts: readonly string[]): Exploitation {
  const parts = texts.map((text) => {
    const part = unpackExploitation(text);
    if (part === undefined) throw malformedShard("what is known of attacks");
    return part;
  });
  return {
    kev: new Map(parts.flatMap(({ kev }) => [...kev])),
    epss: new Map(parts.flatMap(({ epss }) => [...epss])),
    exploits: new Map(parts.flatMap(({ exploits }) => [...exploits])),
  };
}
