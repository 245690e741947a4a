import type { Severity } from "@plimsoll/core";
import type { VersionScheme } from "./versions/compare.ts";

/** A CVSS score and the vector that it was calculated from. */
export interface Rating {
  readonly score: number;
  readonly vector: string;
}

/** One published advisory, reduced to what a finding shows. */
export interface Advisory {
  readonly id: string;
  /** Other names of the same vulnerability. */
  readonly aliases: readonly string[];
  /** Vulnerabilities that the advisory is about; a distribution's advisory may be about several. */
  readonly upstream: readonly string[];
  readonly severity: Severity;
  /** One line. */
  readonly summary?: string;
  /** RFC 3339 */
  readonly published?: string;
  readonly cvss?: Rating;
  /** Page of the advisory, where it is not the one that its identifier leads to. */
  readonly url?: string;
}

/** A run of affected versions. At most one upper end is given; none means every later version. */
export interface Interval {
  /** First affected version; `"0"` is before every version. */
  readonly introduced: string;
  /** First version that is no longer affected. */
  readonly fixed?: string;
  /** Last affected version. */
  readonly lastAffected?: string;
  /** First version that the advisory says nothing about. */
  readonly limit?: string;
}

/** What one advisory says about one package. */
export interface Affected {
  readonly advisory: Advisory;
  readonly intervals: readonly Interval[];
  /** Affected versions outside of the intervals. */
  readonly versions: readonly string[];
}

/** The advisories of one ecosystem or one release of a distribution. */
export interface AdvisoryShard {
  /** `npm`, `debian-12`, `alpine-v3.20` … */
  readonly key: string;
  readonly scheme: VersionScheme;
  /** The feed as findings name it, e.g. `osv/Debian:12`. */
  readonly feed: string;
  /**
   * Everything said about the package of this (normalised) name.
   *
   * @throws PlimsollError `MALFORMED` when the shard's data does not follow its format
   */
  affecting(name: string): readonly Affected[];
  /** What other feeds rate a vulnerability that this feed leaves unrated. */
  rating(id: string): Rating | undefined;
}
