import { alpmOrdering } from "./alpm.ts";
import { apkOrdering } from "./apk.ts";
import { bitnamiOrdering } from "./bitnami.ts";
import { composerOrdering } from "./composer.ts";
import { conanOrdering } from "./conan.ts";
import { cranOrdering } from "./cran.ts";
import { dpkgOrdering } from "./dpkg.ts";
import { gemOrdering } from "./gem.ts";
import { goOrdering } from "./go.ts";
import { mavenOrdering } from "./maven.ts";
import { nugetOrdering } from "./nuget.ts";
import { opamOrdering } from "./opam.ts";
import { maxVersionLength, type Ordering } from "./ordering.ts";
import { pep440Ordering } from "./pep440.ts";
import { portageOrdering } from "./portage.ts";
import { pvpOrdering } from "./pvp.ts";
import { rpmOrdering } from "./rpm.ts";
import { semverOrdering } from "./semver.ts";
import { semverBuildOrdering } from "./semver-build.ts";

/** Every ordering that is implemented. */
export const versionSchemes = [
  "dpkg",
  "apk",
  "rpm",
  "alpm",
  "portage",
  "semver",
  "semver-build",
  "pep440",
  "maven",
  "go",
  "gem",
  "nuget",
  "composer",
  "conan",
  "cran",
  "pvp",
  "opam",
  "bitnami",
] as const;
export type VersionScheme = (typeof versionSchemes)[number];

const orderings: Readonly<Record<VersionScheme, Ordering>> = {
  dpkg: dpkgOrdering as Ordering,
  apk: apkOrdering as Ordering,
  rpm: rpmOrdering as Ordering,
  alpm: alpmOrdering as Ordering,
  portage: portageOrdering as Ordering,
  semver: semverOrdering as Ordering,
  "semver-build": semverBuildOrdering as Ordering,
  pep440: pep440Ordering as Ordering,
  maven: mavenOrdering as Ordering,
  go: goOrdering as Ordering,
  gem: gemOrdering as Ordering,
  nuget: nugetOrdering as Ordering,
  composer: composerOrdering as Ordering,
  conan: conanOrdering as Ordering,
  cran: cranOrdering as Ordering,
  pvp: pvpOrdering as Ordering,
  opam: opamOrdering as Ordering,
  bitnami: bitnamiOrdering as Ordering,
};

/** A version that was read once, to be compared often. */
export interface ParsedVersion {
  readonly scheme: VersionScheme;
  readonly parsed: unknown;
}

/** Reads a version; `undefined` when it does not follow `scheme` or is longer than any real one. */
export function parseVersion(scheme: VersionScheme, text: string): ParsedVersion | undefined {
  if (text === "" || text.length > maxVersionLength) return undefined;
  const parsed = orderings[scheme].parse(text);
  return parsed === undefined ? undefined : { scheme, parsed };
}

/** Compares two versions of the same scheme. */
export function compareParsed(a: ParsedVersion, b: ParsedVersion): number {
  return orderings[a.scheme].compare(a.parsed, b.parsed);
}

/**
 * Negative when `a` is older than `b`, positive when it is newer, 0 when they are equal, and
 * `undefined` when one of them is not a version of `scheme`: nothing may be concluded then.
 *
 * @example
 * compareVersions("dpkg", "1.0~rc1-1", "1.0-1"); // negative
 */
export function compareVersions(scheme: VersionScheme, a: string, b: string): number | undefined {
  const left = parseVersion(scheme, a);
  const right = parseVersion(scheme, b);
  return left && right && compareParsed(left, right);
}
