import type { Incomplete } from "@plimsoll/core";

/** A feed that was fetched. */
export interface FetchedFeed {
  readonly path: string;
  /** RFC 3339, from `Last-Modified`; empty when the server does not say. */
  readonly date: string;
  /** Why an older copy was taken. */
  readonly stale?: Incomplete;
}

/** The ending tells the kind of the feed; several URLs may end alike. */
export function lastName(url: string): string {
  const last = new URL(url).pathname.split("/").at(-1) ?? "";
  return last.replace(/[^\w.-]/g, "_").slice(-100);
}

/** An HTTP date as RFC 3339; empty when it is none. */
export function toRfc3339(date: string | null | undefined): string {
  const time = Date.parse(date ?? "");
  return Number.isNaN(time) ? "" : new Date(time).toISOString();
}
