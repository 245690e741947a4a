import type { Incomplete, PlimsollError } from "@plimsoll/core";
import { openBaseline } from "../baseline/open-baseline.ts";
import { PullCache } from "../pull/cache.ts";
import { fetchShardFile } from "../pull/fetch-file.ts";
import type { Mirror, MirrorOptions } from "../pull/mirror.ts";
import { openMirror } from "../pull/open-mirror.ts";
import { refreshIndex } from "../pull/refresh-index.ts";
import { openShardStore } from "./shard-store.ts";
import type { AdvisoryStore } from "./store.ts";

export interface MirroredOptions extends Omit<MirrorOptions, "isSigned"> {
  /** Addresses in the order in which they are asked: `oci://…`, `https://…`, `npm:@scope`. */
  mirrors: readonly string[];
  /** Folder in which what was fetched is kept; default: nothing is kept. */
  cache?: string | undefined;
  /** Ask nobody; what was fetched before is used. Default: false. */
  offline?: boolean | undefined;
  /** Public key (PEM) that must have signed the table of contents; default: signatures are not asked for. */
  key?: string | undefined;
  /** Default: the present time. */
  now?: Date | undefined;
}

/** Opens every mirror. @throws PlimsollError as `openMirror` */
export function openMirrors(options: MirroredOptions): Promise<Mirror[]> {
  const isSigned = options.key !== undefined;
  return Promise.all(
    options.mirrors.map((address) => openMirror(address, { ...options, isSigned })),
  );
}

/** What was fetched, by mirrors and key: what one key let in says nothing about another. */
export function openCache({ cache, mirrors, key = "" }: MirroredOptions): PullCache {
  return new PullCache(cache, [...mirrors, key]);
}

/** Opens what mirrors publish: shards are fetched when they are needed, and only those that changed. */
export async function openMirrored(options: MirroredOptions): Promise<AdvisoryStore> {
  const { offline = false, key, now = new Date() } = options;
  const mirrors = await openMirrors(options);
  const close = async () => {
    await Promise.all(mirrors.map((mirror) => mirror.close()));
  };
  const cache = openCache(options);
  const { current, faults, isFresh } = await refreshIndex({ mirrors, cache, key, offline, now });
  const incomplete = faults.map(describeFault);
  if (current === undefined) {
    const baseline = openBaseline();
    const why = offline
      ? "No advisories were fetched before, and --offline asks nobody."
      : "No mirror gave advisories that can be used.";
    const note = [why, baseline.info.note].filter(Boolean).join(" ");
    return {
      ...baseline,
      info: { ...baseline.info, note },
      incomplete: [
        { code: "NOT_FOUND", what: "the advisories of the mirrors", why },
        ...incomplete,
      ],
      close,
    };
  }
  const first = faults[0];
  const note =
    first === undefined
      ? undefined
      : `Advisories of ${current.index.created} are used; a mirror failed: ${first.message}.`;
  const store = openShardStore(
    current.index,
    (named) => fetchShardFile(named, mirrors, cache, offline),
    { source: "mirror", ...(note !== undefined && { note }) },
  );
  // Where a later mirror stood in, nothing is missing.
  const isMissing = !isFresh && incomplete.length > 0;
  return { ...store, ...(isMissing && { incomplete }), close };
}

function describeFault({ code, message, subject }: PlimsollError): Incomplete {
  const what = subject === undefined ? "a mirror of the advisories" : `advisories of ${subject}`;
  return { code, what, why: message };
}
