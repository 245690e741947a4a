import type { ExploitationFeeds, GatheredExploitation } from "../exploitation/gather.ts";
import { findKnownFeed } from "../feeds/catalogue.ts";
import { describeUrl } from "../feeds/transfer.ts";

/** One file or URL that advisories were built from. */
export interface BuiltFeed {
  /** As it was given, or the name of the known feed. */
  readonly name: string;
  readonly url?: string;
  readonly records: number;
  /** RFC 3339: how new it is, by its newest record or by the server; empty when neither says. */
  readonly date: string;
}

/** @param name as it was given, or of the known feed */
export function builtFeed(
  name: string,
  location: string,
  records: number,
  dates: readonly string[],
): BuiltFeed {
  const isUrl = /^https?:\/\//.test(location);
  return {
    name: isUrl && name === location ? describeUrl(location) : name,
    ...(isUrl && { url: describeUrl(location) }),
    records,
    date: dates.reduce((a, b) => (a > b ? a : b), ""),
  };
}

/** What told of attacks. */
export function attackFeeds(
  locations: ExploitationFeeds,
  gathered: GatheredExploitation | undefined,
  fetched: ReadonlyMap<keyof ExploitationFeeds, string>,
): BuiltFeed[] {
  if (!gathered) return [];
  const { data, sources } = gathered;
  const released = { kev: sources.kevReleased, epss: sources.epssScored, exploits: "" };
  return (["kev", "epss", "exploits"] as const).flatMap((kind) => {
    const location = locations[kind];
    if (location === undefined) return [];
    const name = findKnownFeed(kind)?.urls.includes(location) ? kind : location;
    const date = released[kind] || (fetched.get(kind) ?? "");
    return [builtFeed(name, location, data[kind].size, [date])];
  });
}
