import { compareParsed, type ParsedVersion, parseVersion, type VersionScheme } from "./compare.ts";

/** A range of versions as `vers:` writes it. */
export interface VersRange {
  /** Whether it holds a version; `undefined` when that is none of the range's order. */
  contains(version: string): boolean | undefined;
}

type Comparator = "=" | "!=" | "<" | "<=" | ">" | ">=";

interface Constraint {
  readonly comparator: Comparator;
  readonly version: ParsedVersion;
}

const mostConstraints = 1_000;

/** Types of `vers:` whose order is implemented: those of package URLs, and other names of them. */
const schemes: Readonly<Record<string, VersionScheme>> = {
  alpine: "apk",
  alpm: "alpm",
  apk: "apk",
  arch: "alpm",
  archlinux: "alpm",
  bitnami: "bitnami",
  cargo: "semver",
  composer: "composer",
  conan: "conan",
  cran: "cran",
  deb: "dpkg",
  ebuild: "portage",
  gem: "gem",
  gentoo: "portage",
  go: "go",
  golang: "go",
  hackage: "pvp",
  hex: "semver",
  julia: "semver-build",
  maven: "maven",
  npm: "semver",
  nuget: "nuget",
  opam: "opam",
  pub: "semver-build",
  pypi: "pep440",
  rpm: "rpm",
  semver: "semver",
  swift: "semver",
};

/**
 * Reads a version range specifier (github.com/package-url/vers-spec):
 * `vers:npm/>=1.0.0|<1.2.3`. `undefined` for what is none, for a type whose order is not
 * implemented, and for versions that do not follow that order: nothing may be concluded then.
 */
export function parseVers(text: string): VersRange | undefined {
  const match = /^vers:([a-z][a-z0-9.-]{0,63})\/(.{1,20000})$/i.exec(text.replace(/\s+/g, ""));
  if (!match) return undefined;
  const [, type = "", list = ""] = match;
  if (list === "*") return { contains: () => true };
  const scheme = schemes[type.toLowerCase()];
  const parts = list.split("|").filter((part) => part !== "");
  if (scheme === undefined || parts.length === 0 || parts.length > mostConstraints) {
    return undefined;
  }
  const constraints: Constraint[] = [];
  for (const part of parts) {
    const constraint = readConstraint(scheme, part);
    if (!constraint) return undefined;
    constraints.push(constraint);
  }
  constraints.sort((a, b) => compareParsed(a.version, b.version));
  for (const [at, { version }] of constraints.entries()) {
    const next = constraints[at + 1];
    if (next && compareParsed(version, next.version) === 0) return undefined;
  }
  return {
    contains(version) {
      const parsed = parseVersion(scheme, version);
      return parsed && isWithin(parsed, constraints);
    },
  };
}

function readConstraint(scheme: VersionScheme, text: string): Constraint | undefined {
  const [, comparator, encoded = ""] = /^(>=|<=|!=|>|<|=)?(.+)$/.exec(text) ?? [];
  let version: ParsedVersion | undefined;
  try {
    version = parseVersion(scheme, decodeURIComponent(encoded));
  } catch {
    return undefined;
  }
  return version && { comparator: (comparator ?? "=") as Comparator, version };
}

/** "Checking if a version is contained within a range", over constraints in their order. */
function isWithin(version: ParsedVersion, constraints: readonly Constraint[]): boolean {
  for (const { comparator, version: other } of constraints) {
    if (compareParsed(version, other) === 0) return /^[<>]?=$/.test(comparator);
  }
  const ends = constraints.filter(({ comparator }) => /^[<>]/.test(comparator));
  if (ends.length === 0) return constraints.every(({ comparator }) => comparator === "!=");
  // Equal ones are settled: the version lies before the first end, behind the last, or between two.
  const next = ends.findIndex((end) => compareParsed(version, end.version) < 0);
  const before = ends.at(next === -1 ? -1 : next - 1);
  const isAfter = next === 0 || (before?.comparator.startsWith(">") ?? false);
  const isBefore = next === -1 || ends[next]!.comparator.startsWith("<");
  return isAfter && isBefore;
}
