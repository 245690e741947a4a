import type { VersionScheme } from "../versions/compare.ts";

/** Where the advisories of an OSV ecosystem are kept, and how its versions are ordered. */
export interface Ecosystem {
  /** Key of the shard: `npm`, `debian-12`. */
  readonly key: string;
  readonly scheme: VersionScheme;
}

/** A package registry whose packages are matched by their own name. */
export interface LanguageEcosystem extends Ecosystem {
  /** As OSV spells it. */
  readonly osv: string;
  /** Type of its package URLs. */
  readonly purlType: string;
}

/** A Linux distribution, matched release by release. */
export interface DistributionEcosystem {
  readonly osv: string;
  /** `ID` of os-release(5). */
  readonly id: string;
  readonly scheme: VersionScheme;
  /** Type of its package URLs. */
  readonly purlType: string;
  /** Which name its advisories use. */
  readonly names: "source" | "binary" | "both";
  /** The release from what follows `osv:`; absent for rolling distributions. */
  readonly release?: (suffix: string) => string | undefined;
}

export const languageEcosystems: readonly LanguageEcosystem[] = [
  { osv: "npm", key: "npm", scheme: "semver", purlType: "npm" },
  { osv: "PyPI", key: "pypi", scheme: "pep440", purlType: "pypi" },
  { osv: "Maven", key: "maven", scheme: "maven", purlType: "maven" },
  { osv: "Go", key: "go", scheme: "go", purlType: "golang" },
  { osv: "crates.io", key: "crates", scheme: "semver", purlType: "cargo" },
  { osv: "Hex", key: "hex", scheme: "semver", purlType: "hex" },
  { osv: "Julia", key: "julia", scheme: "semver", purlType: "julia" },
  { osv: "Bitnami", key: "bitnami", scheme: "semver", purlType: "bitnami" },
];

const major = (suffix: string) => /^(\d+)(?:\.\d+)?$/.exec(suffix)?.[1];
const deb = { scheme: "dpkg", purlType: "deb", names: "source" } as const;
const apk = { scheme: "apk", purlType: "apk" } as const;
const rpm = { scheme: "rpm", purlType: "rpm", names: "binary" } as const;

// Ecosystem names and suffixes: ossf.github.io/osv-schema, "affected[].package field".
export const distributionEcosystems: readonly DistributionEcosystem[] = [
  { osv: "Debian", id: "debian", ...deb, release: major },
  {
    osv: "Ubuntu",
    id: "ubuntu",
    ...deb,
    // "22.04:LTS" and "24.10"; "Pro:…" is for machines with a subscription.
    release: (suffix) => /^(\d+\.\d+)(?::LTS)?$/.exec(suffix)?.[1],
  },
  { osv: "Echo", id: "echo", ...deb },
  {
    osv: "Alpine",
    id: "alpine",
    ...apk,
    names: "source",
    release: (suffix) => /^(v\d+\.\d+|edge)$/.exec(suffix)?.[1],
  },
  {
    osv: "Alpaquita",
    id: "alpaquita",
    ...apk,
    names: "source",
    release: (suffix) => /^(\d+|stream)$/.exec(suffix)?.[1],
  },
  { osv: "Wolfi", id: "wolfi", ...apk, names: "both" },
  { osv: "Chainguard", id: "chainguard", ...apk, names: "both" },
  { osv: "MinimOS", id: "minimos", ...apk, names: "both" },
  { osv: "AlmaLinux", id: "almalinux", ...rpm, release: major },
  { osv: "Rocky Linux", id: "rocky", ...rpm, release: major },
];

/** The ecosystem that OSV calls `name` (`npm`, `Debian:12`); `undefined` when its order is not implemented. */
export function findEcosystem(name: string): Ecosystem | undefined {
  const language = languageEcosystems.find(({ osv }) => osv === name);
  if (language) return language;
  const colon = name.indexOf(":");
  const base = colon < 0 ? name : name.slice(0, colon);
  const distribution = distributionEcosystems.find(({ osv }) => osv === base);
  if (!distribution) return undefined;
  const { id, scheme, release } = distribution;
  if (!release) return colon < 0 ? { key: id, scheme } : undefined;
  const found = release(name.slice(base.length + 1));
  return found === undefined ? undefined : { key: `${id}-${found}`, scheme };
}
