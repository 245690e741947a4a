import type { AdvisoryRecord } from "../records/record.ts";
import { type MavenCoordinates, parseCoordinates } from "./coordinates.ts";

/** The artifacts that advisories are about, and the versions of them that they name. */
export class NamedVersions {
  readonly #byName = new Map<string, Set<string>>();

  add({ affected }: AdvisoryRecord): void {
    for (const { ecosystem, name, versions, ranges } of affected) {
      if (ecosystem !== "Maven") continue;
      const own = this.#byName.get(name) ?? new Set();
      this.#byName.set(name, own);
      for (const version of versions) own.add(version);
      for (const { version } of ranges.flat()) if (version !== "0") own.add(version);
    }
  }

  /** Whether an advisory is about an artifact. */
  has({ group, artifact }: MavenCoordinates): boolean {
    return this.#byName.has(`${group}:${artifact}`);
  }

  /** `group:artifact` of every one that a repository can have. */
  artifacts(): string[] {
    return [...this.#byName.keys()].filter((name) => parseCoordinates(`${name}:0`)).sort();
  }

  /** Every version that is named, of artifacts in the order of their names. */
  *coordinates(): Generator<MavenCoordinates> {
    for (const name of this.artifacts()) {
      for (const version of [...this.#byName.get(name)!].sort()) {
        const found = parseCoordinates(`${name}:${version}`);
        if (found) yield found;
      }
    }
  }
}
