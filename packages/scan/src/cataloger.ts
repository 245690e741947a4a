import type { Distribution, Package } from "@plimsoll/core";
import type { Inspector } from "@plimsoll/image";
import type { Fault } from "./formats/fault.ts";

/** A package without what only the whole image tells: its package URL and its places. */
export type PackageDraft = Omit<Package, "purl" | "layer" | "locations">;

/** How the facts of one inspector become packages. A new ecosystem is one of these in `catalogers/`. */
export interface Cataloger<Fact = unknown> {
  readonly inspector: Inspector<Fact>;
  /**
   * `distribution`: the package manager of an operating system, whose advisories need to know the
   * distribution; `language`: everything that brings its own advisories.
   */
  readonly kind: "distribution" | "language";
  /** What it sees, one line for the documentation. */
  readonly sees: string;
  /** What it cannot see, one line for the documentation; empty for nothing. */
  readonly misses: string;
  /** The packages that one file tells of. */
  drafts(fact: Fact): readonly PackageDraft[];
  /**
   * The package URL of a draft.
   *
   * @throws Error when the draft's name cannot stand in a package URL
   */
  purl(draft: PackageDraft, distribution: Distribution | undefined): string;
  /** Parts of the file that could not be read. */
  faults?(fact: Fact): readonly Fault[];
}
