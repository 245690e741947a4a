import type { AdvisoryData, Incomplete } from "@plimsoll/core";
import type { AdvisoryShard } from "../advisory.ts";
import type { Exploitation } from "../exploitation/exploitation.ts";
import type { MavenDigests } from "../maven/digest-file.ts";
import type { SourceEntry } from "../shards/index-format.ts";

/** Advisories at hand, by ecosystem or release of a distribution. */
export interface AdvisoryStore {
  /** What the report says about them. */
  readonly info: AdvisoryData;
  /** RFC 3339 date on which they were built; absent where that is not told. */
  readonly built?: string;
  /** Who published them; absent where that is not told. */
  readonly sources?: readonly SourceEntry[];
  /** Keys of the shards: `npm`, `debian-12`, `alpine-v3.20` … */
  readonly keys: ReadonlySet<string>;
  /**
   * One shard, read at the first call and kept; `undefined` when there is none of this key.
   *
   * @throws PlimsollError when it cannot be read or is not what the table of contents names
   */
  shard(key: string): Promise<AdvisoryShard | undefined>;
  /**
   * What is known of attacks; absent where there are no such data.
   *
   * @throws PlimsollError as `shard`
   */
  exploitation?(): Promise<Exploitation>;
  /**
   * Which Maven artifacts files are, by their SHA-1; absent where there are no such data.
   *
   * @throws PlimsollError as `shard`
   */
  digests?(): Promise<MavenDigests>;
  /** What kept newer or other advisories from being used; absent when nothing did. */
  readonly incomplete?: readonly Incomplete[];
  /** Ends connections that are open; absent where there are none. */
  close?(): Promise<void>;
}
