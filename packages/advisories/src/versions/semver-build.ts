import type { Ordering } from "./ordering.ts";
import { compareIdentifiers, type SemanticVersion, semverOrdering } from "./semver.ts";

interface BuiltVersion extends SemanticVersion {
  /** Identifiers behind the plus sign; empty when there are none. */
  build: string[];
}

/**
 * Semantic Versioning in which the build counts, and one comes after none: Dart's Pub
 * (dart.dev/tools/pub/versioning) and Julia (docs.julialang.org, "Version Number Literals"), whose
 * binary packages are patched as `4.3.1+2`.
 */
export const semverBuildOrdering: Ordering<BuiltVersion> = {
  parse(text) {
    const version = semverOrdering.parse(text);
    const plus = text.indexOf("+");
    const build = plus < 0 || plus === text.length - 1 ? [] : text.slice(plus + 1).split(".");
    return version && { ...version, build };
  },
  compare(a, b) {
    return semverOrdering.compare(a, b) || compareIdentifiers(a.build, b.build);
  },
};
