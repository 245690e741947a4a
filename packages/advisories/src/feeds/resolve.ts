import { stat } from "node:fs/promises";
import { PlimsollError } from "@plimsoll/core";
import type { ExploitationFeeds } from "../exploitation/gather.ts";
import { findKnownFeed, suggestFeeds } from "./catalogue.ts";
import type { KnownFeed } from "./known-feed.ts";

/** Where a feed is, by what somebody wrote. */
export interface FeedSource {
  /** As it was written. */
  readonly name: string;
  /** Paths or URLs. */
  readonly locations: readonly string[];
  readonly known?: KnownFeed;
}

/**
 * A URL, a path, or the name of a known feed; a file of that name goes before the feed.
 *
 * @throws PlimsollError `NOT_FOUND` for a word that is neither
 */
export async function resolveFeed(from: string): Promise<FeedSource> {
  const given = { name: from, locations: [from] };
  if (/^https?:/.test(from) || /[\\/]/.test(from) || (await exists(from))) return given;
  const known = findKnownFeed(from);
  if (known) return { name: known.name, locations: known.urls, known };
  const names = suggestFeeds(from);
  throw new PlimsollError("NOT_FOUND", "There is no such file, and no known feed of that name", {
    subject: from,
    action:
      names.length > 0
        ? `Give a path or a URL, or one of these names: ${names.join(", ")}.`
        : "Give a path or a URL, or a name such as debian, alpine:v3.22 or osv:npm.",
  });
}

/**
 * What advisories are built from, and what tells of attacks: both may be named in `from`.
 *
 * @throws PlimsollError as `resolveFeed`
 */
export async function resolveFeeds(
  from: readonly string[],
  exploitation: ExploitationFeeds,
): Promise<{ sources: FeedSource[]; attacks: ExploitationFeeds }> {
  const attacks: ExploitationFeeds = {};
  for (const [kind, feed] of Object.entries(exploitation)) {
    const key = kind as keyof ExploitationFeeds;
    // What is no known feed of its kind is a path, which is read later.
    const isName = feed !== undefined && findKnownFeed(feed)?.attacks === key;
    attacks[key] = isName ? (await resolveFeed(feed)).locations[0] : feed;
  }
  const sources: FeedSource[] = [];
  for (const one of from) {
    const source = await resolveFeed(one);
    const kind = source.known?.attacks;
    if (kind === undefined) sources.push(source);
    else attacks[kind] ??= source.locations[0];
  }
  return { sources, attacks };
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    // What is there and cannot be read is told when it is read.
    return (error as NodeJS.ErrnoException).code !== "ENOENT";
  }
}
