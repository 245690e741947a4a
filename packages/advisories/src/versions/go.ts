import type { Ordering } from "./ordering.ts";
import { type SemanticVersion, semverOrdering } from "./semver.ts";

// The standard library and toolchain: go1.21, go1.21.3, go1.21rc2, with "X:…" experiments after a blank.
const release = /^go(\d+(?:\.\d+){1,2})(?:(alpha|beta|rc)(\d+))?(?:[ -].*)?$/;

/**
 * Go modules: Semantic Versioning with a leading `v`, so that pseudo-versions sort as pre-releases
 * (go.dev/ref/mod#versions); `+incompatible` does not count. Go releases (`go1.21rc2`) are
 * read as semantic versions, as go.dev/doc/security/vuln/database does. `(devel)` is no version.
 */
export const goOrdering: Ordering<SemanticVersion> = {
  parse(text) {
    const match = release.exec(text);
    if (!match) return semverOrdering.parse(text);
    const [, numbers = "", stage, number = ""] = match;
    return { numbers: numbers.split("."), prerelease: stage === undefined ? [] : [stage, number] };
  },
  compare: semverOrdering.compare,
};
