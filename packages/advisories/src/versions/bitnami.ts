import type { Ordering } from "./ordering.ts";
import { compareIdentifiers, type SemanticVersion, semverOrdering } from "./semver.ts";

interface BitnamiVersion extends SemanticVersion {
  /** Of the packaging: `3` of `1.25.0-3`; empty when there is none. */
  revision: string[];
}

/**
 * The order of Bitnami's packages, github.com/bitnami/go-version "Version revision": Semantic
 * Versioning, except that what follows the hyphen is a revision of the packaging and comes after
 * the version itself. Words there (`2.6.0-rc1`, in advisories only) stay pre-releases.
 */
export const bitnamiOrdering: Ordering<BitnamiVersion> = {
  parse(text) {
    const version = semverOrdering.parse(text);
    if (!version) return undefined;
    const isRevision = /^\d/.test(version.prerelease[0] ?? "");
    if (!isRevision) return { ...version, revision: [] };
    return { ...version, prerelease: [], revision: version.prerelease };
  },
  compare(a, b) {
    return semverOrdering.compare(a, b) || compareIdentifiers(a.revision, b.revision);
  },
};
