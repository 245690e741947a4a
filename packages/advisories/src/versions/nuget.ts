import type { Ordering } from "./ordering.ts";
import { type SemanticVersion, semverOrdering } from "./semver.ts";

const syntax = /^v?\d+(?:\.\d+){0,3}(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?(?:\+[0-9A-Za-z.-]*)?$/i;

/**
 * The order of NuGet, learn.microsoft.com/nuget/concepts/package-versioning: Semantic Versioning
 * with up to four numbers, missing ones are 0, and pre-releases compared without regard to case.
 */
export const nugetOrdering: Ordering<SemanticVersion> = {
  parse(text) {
    return syntax.test(text) ? semverOrdering.parse(text.toLowerCase()) : undefined;
  },
  compare: semverOrdering.compare,
};
