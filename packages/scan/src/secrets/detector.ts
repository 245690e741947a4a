import type { Severity } from "@plimsoll/core";

/** What a look at the value itself tells. */
export type Verification =
  /** A checksum or a structure that chance does not give. */
  | "verified"
  /** The form has nothing to check, or it could not be checked. */
  | "plausible"
  /** The form has a checksum and this one is wrong: made up, or mistyped. */
  | "doubtful"
  /** No such secret. */
  | "invalid";

/** Families of detectors, in the order of the documentation. */
export const detectorFamilies = [
  "cloud",
  "source control",
  "continuous integration",
  "package registry",
  "messaging",
  "payment",
  "artificial intelligence",
  "monitoring",
  "service",
  "database and URL",
  "key and token",
  "credential file",
  "generic",
] as const;
export type DetectorFamily = (typeof detectorFamilies)[number];

/** How one kind of secret is recognised: data, plus a check where its format has one. */
export interface Detector {
  /** Stable, `secret-` and words: `secret-github-pat`. */
  readonly id: string;
  /** What it is, without an article: `GitHub personal access token`. */
  readonly title: string;
  readonly family: DetectorFamily;
  readonly severity: Severity;
  /**
   * Texts of at least 4 latin1 characters, of which one starts a match (or follows its start by at
   * most `before`). Found whatever their case. Empty only for a detector with `path`.
   */
  readonly keywords: readonly string[];
  /** Source of a regular expression, with one capturing group: the secret. */
  readonly pattern: string;
  readonly flags?: "i";
  /** How many characters a match may start in front of the keyword; default 0. */
  readonly before?: number;
  /** How many characters of a match may follow the keyword's start; default 400. */
  readonly after?: number;
  /**
   * What has to stand within 100 characters after the keyword's start: cheap to look for, so that
   * frequent keywords cost little.
   */
  readonly soon?: string;
  /** A letter, digit or underscore may precede the match; default: only for patterns with `before`. */
  readonly insideWord?: boolean;
  /** Least Shannon entropy of the secret, in bits per character. */
  readonly entropy?: number;
  /** Only in files whose path matches. */
  readonly path?: RegExp;
  /** Checks the value, given what stands in front of it (`DB_PASSWORD=`); default: plausible. */
  verify?(value: string, before: string): Verification;
  /** What `verify` checks where it can prove a secret, for the documentation: `checksum (CRC-32)`. */
  readonly verifiedBy?: string;
  /** How to make the secret worthless, a sentence. */
  readonly fix: string;
  /** Where the issuer documents its form or how to revoke it. */
  readonly reference?: string;
}
