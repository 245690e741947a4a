import type { Incomplete } from "@plimsoll/core";
import { formatCoordinates, type MavenCoordinates } from "./coordinates.ts";

/** What was learned of SHA-1 digests. */
export interface GatheredDigests {
  readonly digests: ReadonlyMap<string, MavenCoordinates>;
  /** How many files a repository was asked for in this build; 0 of folders and lists. */
  readonly asked: number;
  /** How many named versions were not asked for yet: a next build with the same cache goes on. */
  readonly left: number;
  readonly incomplete: readonly Incomplete[];
}

/** Digests by SHA-1 that belong to what advisories are about. */
export class FoundDigests {
  readonly bySha1 = new Map<string, MavenCoordinates>();
  readonly #known = new Set<string>();

  add(sha1: string, coordinates: MavenCoordinates): void {
    this.bySha1.set(sha1, coordinates);
    this.#known.add(formatCoordinates(coordinates));
  }

  has(coordinates: MavenCoordinates): boolean {
    return this.#known.has(formatCoordinates(coordinates));
  }
}
