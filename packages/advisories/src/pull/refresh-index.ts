import { isPlimsollError, PlimsollError, toPlimsollError } from "@plimsoll/core";
import type { ShardIndex } from "../shards/index-format.ts";
import { parseIndex, type StoredIndex } from "../shards/read-index.ts";
import { verifyIndex } from "../shards/signature.ts";
import { describeFuture } from "../store/clock.ts";
import type { PullCache } from "./cache.ts";
import type { Mirror } from "./mirror.ts";

export interface RefreshOptions {
  readonly mirrors: readonly Mirror[];
  readonly cache: PullCache;
  /** Public key (PEM) that must have signed the table of contents. */
  readonly key?: string | undefined;
  /** Ask nobody. */
  readonly offline?: boolean | undefined;
  readonly now: Date;
}

/** The table of contents that holds now, and what kept a newer one from taking its place. */
export interface Refreshed {
  /** Absent when none could be had. */
  readonly current?: StoredIndex & { readonly index: ShardIndex };
  readonly faults: readonly PlimsollError[];
  /** Whether a mirror confirmed or brought it just now. */
  readonly isFresh: boolean;
}

/**
 * Asks the mirrors in order, until one has the table of contents at hand or a newer one. What is not
 * signed as asked, dated in the future or older than the one at hand is refused.
 *
 * @throws PlimsollError `ABORTED` or `KEY_INVALID`
 */
export async function refreshIndex(options: RefreshOptions): Promise<Refreshed> {
  const { mirrors, cache, offline, now } = options;
  const faults: PlimsollError[] = [];
  const known = await readKnown(options, faults);
  const kept = known && { current: known };
  if (offline) return { ...kept, faults, isFresh: false };
  for (const mirror of mirrors) {
    try {
      const tag = known?.mirror === mirror.name && known.tag !== "" ? known.tag : undefined;
      const fetched = await mirror.fetchIndex(tag);
      if (fetched === undefined) return { ...kept, faults, isFresh: true };
      const index = parseSigned(fetched, mirror.name, options);
      refuseOutOfTime(index, mirror.name, now, known?.index);
      await cache.writeIndex({ ...fetched, mirror: mirror.name });
      await cache.prune(index, now);
      return { current: { ...fetched, index }, faults, isFresh: true };
    } catch (error) {
      const fault = toPlimsollError(error, "INTERNAL", "The mirror failed");
      if (fault.code === "ABORTED" || fault.code === "KEY_INVALID") throw fault;
      faults.push(fault);
    }
  }
  return { ...kept, faults, isFresh: false };
}

async function readKnown(options: RefreshOptions, faults: PlimsollError[]) {
  const { cache, mirrors } = options;
  const known = await cache.readIndex();
  if (!known || !mirrors.some(({ name }) => name === known.mirror)) return undefined;
  try {
    // Its date was judged when it came: a clock that was set back since does not take it away.
    return { ...known, index: parseSigned(known, cache.directory ?? "", options) };
  } catch (error) {
    if (!isPlimsollError(error) || error.code === "KEY_INVALID") throw error;
    faults.push(error);
    return undefined;
  }
}

function parseSigned(
  { bytes, signature }: StoredIndex,
  subject: string,
  { key }: RefreshOptions,
): ShardIndex {
  if (key !== undefined) verifyIndex(bytes, signature, key, subject);
  return parseIndex(bytes, subject);
}

function refuseOutOfTime(
  index: ShardIndex,
  subject: string,
  now: Date,
  known: ShardIndex | undefined,
): void {
  const future = describeFuture(index, now);
  if (future !== undefined) {
    throw new PlimsollError("MALFORMED", future, {
      subject,
      action: "Set this machine's clock, or tell the publisher.",
    });
  }
  if (known && Date.parse(index.created) < Date.parse(known.created)) {
    throw new PlimsollError(
      "SERVER_ERROR",
      `The mirror has older advisories (${index.created}) than those at hand (${known.created})`,
      {
        subject,
        action: "The newer ones stay in use; tell the publisher, or name another mirror.",
      },
    );
  }
}
