import type { Severity } from "@plimsoll/core";

/** `[introduced, fixed]`; `"0"` introduces with the first version, no `fixed` means that none exists. */
export type BaselineRange = readonly [introduced: string, fixed?: string];

/** One advisory of the baseline: public facts, in our own words. */
export interface BaselineRow {
  readonly id: string;
  readonly aliases?: readonly string[];
  readonly severity: Severity;
  /** What is wrong, as it stands in a finding's title. */
  readonly summary: string;
  /** Where the facts can be checked. */
  readonly url: string;
  /** Shard, package, affected ranges. */
  readonly affected: readonly (readonly [
    shard: string,
    name: string,
    ranges: readonly BaselineRange[],
  ])[];
}

/** The page of a CVE at the National Vulnerability Database. */
export function nvdPage(id: string): string {
  return `https://nvd.nist.gov/vuln/detail/${id}`;
}
