import type { Distribution, Package } from "@plimsoll/core";
import type { Inspector, Located } from "@plimsoll/image";
import type { Fault } from "./formats/fault.ts";

/** A package without what only the whole image tells: its package URL and its places. */
export interface PackageDraft extends Omit<Package, "purl" | "layer" | "locations"> {
  /** Where inside the file it lies, when the file is an archive: `BOOT-INF/lib/a.jar`. */
  innerPath?: string;
  /** Files that it brought, of those that other packages may be read from; see `mayHoldPackage`. */
  files?: readonly string[];
  /** Its package URL, where the file itself tells it. */
  purl?: string;
  /** Qualifiers of its package URL that nothing else tells. */
  qualifiers?: Readonly<Record<string, string>>;
}

/** How the facts of one inspector become packages. A new ecosystem is one of these in `catalogers/`. */
export interface Cataloger<Fact = unknown> {
  readonly inspector: Inspector<Fact>;
  /**
   * `distribution`: the package manager of an operating system, whose advisories need to know the
   * distribution; `language`: everything that brings its own advisories; `lockfile`: what such
   * packages a source folder asks for, installed or not.
   */
  readonly kind: "distribution" | "language" | "lockfile";
  /** What it sees, one line for the documentation. */
  readonly sees: string;
  /** What it cannot see, one line for the documentation; empty for nothing. */
  readonly misses: string;
  /**
   * Joins files that only together tell what is installed, hidden ones included; default: each file
   * speaks for itself. A joined file lies in the newest layer of those that it is made of.
   */
  join?(files: readonly Located<Fact>[]): readonly Located<Fact>[];
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
