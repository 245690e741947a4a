import type { ExploitationFeeds } from "../exploitation/gather.ts";
import type { Pointer } from "./follow.ts";

/** Whether shards that were built from a feed may be passed on. */
export type Republishing =
  | "yes"
  | "with-attribution"
  /** Under the same licence. */
  | "share-alike"
  /** The publisher does not say. */
  | "unstated"
  /** Only whoever fetched it may use it. */
  | "no";

/** A published feed that builds know by name. */
export interface KnownFeed {
  /** `debian`, `osv:npm`, `alpine:v3.22` */
  readonly name: string;
  readonly urls: readonly string[];
  readonly format: string;
  readonly licence: string;
  readonly republishing: Republishing;
  /** Where an archive holds more than records: the records' paths. */
  readonly entries?: RegExp;
  /** Its addresses lead to those of the feed, which change. */
  readonly pointer?: Pointer;
  /** It tells of attacks instead of affected packages. */
  readonly attacks?: keyof ExploitationFeeds;
}
