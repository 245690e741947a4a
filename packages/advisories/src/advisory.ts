import { type FixState, fixStateSchema, type Severity } from "@plimsoll/core";
import type { VersionScheme } from "./versions/compare.ts";

/** A CVSS score and the vector that it was calculated from. */
export interface Rating {
  readonly score: number;
  readonly vector: string;
}

/** One published advisory, reduced to what a finding shows. */
export interface Advisory {
  readonly id: string;
  /** The feed that published it, e.g. `osv/npm`; the shard's, where it is absent. */
  readonly feed?: string;
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

export type { FixState };
/** Every state, in the order in which shards number them. */
export const fixStates: readonly FixState[] = fixStateSchema.options;

/** To which builds of a package an advisory applies; what is absent applies to all. */
export interface Conditions {
  /** Module stream of an rpm distribution: `nodejs:18`; empty: to packages outside of any module. */
  readonly module?: string;
  /** Architectures as the package manager names them. */
  readonly arches?: readonly string[];
  /** Repositories that bring the package: CPEs or names of content sets. */
  readonly repositories?: readonly string[];
  /** Of a Go module: the packages with the flaw, and in each the functions, if it lists them. */
  readonly imports?: readonly { readonly path: string; readonly symbols: readonly string[] }[];
}

/** What one advisory says about one package. */
export interface Affected {
  readonly advisory: Advisory;
  readonly conditions?: Conditions;
  /** Absent where a version fixes it, or where the feed does not say. */
  readonly state?: FixState;
  readonly intervals: readonly Interval[];
  /** Affected versions outside of the intervals. */
  readonly versions: readonly string[];
}

/** The advisories of one ecosystem or one release of a distribution. */
export interface AdvisoryShard {
  /** `npm`, `debian-12`, `alpine-v3.20` … */
  readonly key: string;
  readonly scheme: VersionScheme;
  /** RFC 3339 date of its newest record; absent when that is not known. */
  readonly updated?: string;
  /** The feed of the advisories that name none, e.g. `osv/Debian:12`. */
  readonly feed: string;
  /**
   * Everything said about the package of this (normalised) name.
   *
   * @throws PlimsollError `MALFORMED` when the shard's data does not follow its format
   */
  affecting(name: string): readonly Affected[];
  /**
   * Makes `affecting` know packages of these names that lie in files of their own; all packages
   * without names. Absent where none do.
   *
   * @throws PlimsollError when a file cannot be read
   */
  prepare?(names?: readonly string[]): Promise<void>;
  /** Names of all packages; absent where only lookups are possible. */
  names?(): Iterable<string>;
  /** What other feeds rate a vulnerability that this feed leaves unrated; known after `describe`. */
  rating(id: string): Rating | undefined;
  /**
   * The same advisories with what is needed to show them: summary, CVSS, date, page. Absent where
   * `affecting` gives all that is known.
   *
   * @throws PlimsollError when the descriptions cannot be read
   */
  describe?(advisories: readonly Advisory[]): Promise<readonly Advisory[]>;
}
