import type { Conditions, FixState } from "../advisory.ts";

/**
 * What a feed says about one vulnerability (or one erratum), whatever the feed's own format is.
 * The fields follow OSV (ossf.github.io/osv-schema), which all formats are read into.
 */
export interface AdvisoryRecord {
  /** The feed as findings name it: `osv`, `debian-tracker`, `alpine-secdb` … Of one record of one feed, `id` is unique. */
  readonly feed: string;
  readonly id: string;
  /** RFC 3339 in UTC; the newer one of `modified` and `published`, or empty. */
  readonly modified: string;
  readonly published: string;
  readonly aliases: readonly string[];
  readonly upstream: readonly string[];
  readonly related: readonly string[];
  readonly summary: string;
  /** The record's own severity word: `database_specific.severity`. */
  readonly severityWord: string;
  readonly severities: readonly RecordSeverity[];
  readonly affected: readonly RecordAffected[];
  /** Page of the advisory, where it is not the one of osv.dev. */
  readonly url?: string;
}

export interface RecordSeverity {
  /** `CVSS_V3`, `Ubuntu` … */
  readonly type: string;
  readonly score: string;
}

/** What a record says about one package of one ecosystem or release. */
export interface RecordAffected extends Conditions {
  /** As OSV writes it: `npm`, `Debian:12`, `Alpine:v3.20`. */
  readonly ecosystem: string;
  readonly name: string;
  /** Without those of type GIT. "Fixed in 0" says that the package is not affected. */
  readonly ranges: readonly (readonly RecordEvent[])[];
  readonly versions: readonly string[];
  readonly severities: readonly RecordSeverity[];
  /** Debian's urgency or another word of the ecosystem. */
  readonly urgency: string;
  /** RustSec's word for what is no vulnerability: `unmaintained`, `notice`; empty for all others. */
  readonly notice: string;
  /** What the publisher does about it, where no version fixes it. */
  readonly state?: FixState;
}

export interface RecordEvent {
  readonly type: "introduced" | "fixed" | "last_affected" | "limit";
  readonly version: string;
}

/** How somebody else than the feed of an advisory rates a vulnerability: NVD, CISA. */
export interface RatingRecord {
  /** `CVE-…` */
  readonly id: string;
  readonly severities: readonly RecordSeverity[];
}

/** One document of a feed, read. */
export type RecordReading =
  | { readonly kind: "advisory"; readonly record: AdvisoryRecord }
  | { readonly kind: "rating"; readonly rating: RatingRecord }
  | {
      readonly kind: "withdrawn";
      readonly feed: string;
      readonly id: string;
      readonly modified: string;
    }
  | { readonly kind: "broken"; readonly why: string };
