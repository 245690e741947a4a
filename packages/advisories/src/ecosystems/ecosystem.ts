import type { VersionScheme } from "../versions/compare.ts";
import { ubuntuPro } from "./ubuntu-pro.ts";

/** Where the advisories of an OSV ecosystem are kept, and how its versions are ordered. */
export interface Ecosystem {
  /** Key of the shard: `npm`, `debian-12`. */
  readonly key: string;
  readonly scheme: VersionScheme;
  /** As OSV spells it; of a distribution with the release, whatever else its suffix says. */
  readonly osv: string;
  /** True for the packages of a Linux distribution. */
  readonly isDistribution: boolean;
  /** Repositories that bring its packages, where only subscribers have them. */
  readonly repositories?: readonly string[];
}

/** A package registry whose packages are matched by their own name. */
export interface LanguageEcosystem extends Omit<Ecosystem, "isDistribution"> {
  /** Type of its package URLs. */
  readonly purlType: string;
  /** The one package of that type that it is about. */
  readonly only?: string;
}

/** A Linux distribution, matched release by release. */
export interface DistributionEcosystem {
  readonly osv: string;
  /** `ID` of os-release(5), in lower case. */
  readonly id: string;
  readonly scheme: VersionScheme;
  /** Type of its package URLs. */
  readonly purlType: string;
  /** Which name its advisories use, where they do not tell by the architecture `src`. */
  readonly names: "source" | "binary" | "both";
  /** The release from what follows `osv:`; absent for rolling distributions, which have one name. */
  readonly release?: (suffix: string) => string | undefined;
}

export const languageEcosystems: readonly LanguageEcosystem[] = [
  { osv: "npm", key: "npm", scheme: "semver", purlType: "npm" },
  { osv: "PyPI", key: "pypi", scheme: "pep440", purlType: "pypi" },
  { osv: "Maven", key: "maven", scheme: "maven", purlType: "maven" },
  { osv: "Go", key: "go", scheme: "go", purlType: "golang" },
  { osv: "RubyGems", key: "rubygems", scheme: "gem", purlType: "gem" },
  { osv: "NuGet", key: "nuget", scheme: "nuget", purlType: "nuget" },
  { osv: "Packagist", key: "packagist", scheme: "composer", purlType: "composer" },
  { osv: "crates.io", key: "crates", scheme: "semver", purlType: "cargo" },
  { osv: "Hex", key: "hex", scheme: "semver", purlType: "hex" },
  { osv: "Pub", key: "pub", scheme: "semver-build", purlType: "pub" },
  { osv: "SwiftURL", key: "swift", scheme: "semver", purlType: "swift" },
  { osv: "Julia", key: "julia", scheme: "semver-build", purlType: "julia" },
  { osv: "CRAN", key: "cran", scheme: "cran", purlType: "cran" },
  { osv: "Bioconductor", key: "bioconductor", scheme: "cran", purlType: "bioconductor" },
  { osv: "Hackage", key: "hackage", scheme: "pvp", purlType: "hackage" },
  { osv: "opam", key: "opam", scheme: "opam", purlType: "opam" },
  { osv: "ConanCenter", key: "conan", scheme: "conan", purlType: "conan" },
  { osv: "Bitnami", key: "bitnami", scheme: "bitnami", purlType: "bitnami" },
  // Not of OSV: the Node.js that lies in an image as a program.
  { osv: "Node.js", key: "nodejs", scheme: "semver", purlType: "generic", only: "node" },
];

// Other names of these ecosystems. Nobody but Drupal's own repository has packages of its vendor name.
const otherNames = new Map([["Packagist:https://packages.drupal.org/8", "Packagist"]]);

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
    // OSV names source packages, OVAL binary ones.
    names: "both",
    // "22.04:LTS" and "24.10"; "Pro:22.04:LTS" is for subscribers. "Pro:FIPS:…" are other builds.
    release: (suffix) => /^(?:Pro:)?(\d+\.\d+)(?::LTS)?$/.exec(suffix)?.[1],
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
  {
    osv: "BellSoft Hardened Containers",
    id: "bellsoft-hardened-containers",
    ...apk,
    names: "source",
    release: (suffix) => /^(\d+|stream)$/.exec(suffix)?.[1],
  },
  { osv: "Wolfi", id: "wolfi", ...apk, names: "both" },
  { osv: "Chainguard", id: "chainguard", ...apk, names: "both" },
  { osv: "MinimOS", id: "minimos", ...apk, names: "both" },
  { osv: "AlmaLinux", id: "almalinux", ...rpm, release: major },
  { osv: "Rocky Linux", id: "rocky", ...rpm, release: major },
  {
    osv: "Red Hat",
    id: "rhel",
    ...rpm,
    // The tail of a CPE, with the repository: "enterprise_linux:9::baseos". Extended support
    // ("rhel_eus:9.2::appstream" …) is for machines with that subscription.
    release: (suffix) => /^enterprise_linux:(\d+)(?:\.\d+)?(?:::\w+)?$/.exec(suffix)?.[1],
  },
  {
    osv: "SUSE",
    id: "sles",
    ...rpm,
    names: "both",
    release: suseRelease,
  },
  {
    osv: "openSUSE",
    id: "opensuse-leap",
    ...rpm,
    names: "both",
    release: (suffix) => /^Leap (\d+\.\d+)$/.exec(suffix)?.[1],
  },
  // Not of OSV: security.archlinux.org.
  { osv: "Arch", id: "arch", scheme: "alpm", purlType: "alpm", names: "both" },
  { osv: "openSUSE:Tumbleweed", id: "opensuse-tumbleweed", ...rpm, names: "both" },
  { osv: "Oracle Linux", id: "ol", ...rpm, release: major },
  { osv: "Amazon Linux", id: "amzn", ...rpm, release: (suffix) => /^\d+$/.exec(suffix)?.[0] },
  { osv: "Fedora", id: "fedora", ...rpm, release: (suffix) => /^\d+$/.exec(suffix)?.[0] },
  { osv: "Mageia", id: "mageia", ...rpm, names: "both", release: major },
  // OSV calls both by the name that CBL-Mariner took with its third release.
  { osv: "Azure Linux", id: "mariner", ...rpm, names: "both", release: upTo(2) },
  { osv: "Azure Linux", id: "azurelinux", ...rpm, names: "both", release: major },
  {
    osv: "Photon OS",
    id: "photon",
    ...rpm,
    names: "both",
    release: (suffix) => /^\d+\.\d+$/.exec(suffix)?.[0],
  },
  {
    osv: "openEuler",
    id: "openeuler",
    ...rpm,
    names: "both",
    // "24.03-LTS-SP1"
    release: (suffix) => /^\d+\.\d+(?:-LTS(?:-SP\d+)?)?$/.exec(suffix)?.[0].toLowerCase(),
  },
];

/** The first number, up to a release after which the distribution has another name. */
function upTo(last: number): (suffix: string) => string | undefined {
  return (suffix) => {
    const release = major(suffix);
    return release !== undefined && Number(release) <= last ? release : undefined;
  };
}

/**
 * A package of SUSE Linux Enterprise is filed under the server or under the module that brings it:
 * "Linux Enterprise Module for Basesystem 15 SP5" is release `15.5`. Products under extended
 * support ("15 SP3-LTSS") and for other machines (desktop, SAP) are left out.
 */
function suseRelease(suffix: string): string | undefined {
  const match =
    /^Linux Enterprise (?:Server|Module for [\w .&-]+?) (\d+)(?: SP(\d+)|\.(\d+))?$/.exec(suffix);
  if (!match) return undefined;
  const [, version = "", servicePack, minor] = match;
  return [version, servicePack ?? minor].filter((part) => part !== undefined).join(".");
}

/** The ecosystem that OSV calls `name` (`npm`, `Debian:12`); `undefined` when its order is not implemented. */
export function findEcosystem(name: string): Ecosystem | undefined {
  const known = otherNames.get(name) ?? name;
  const language = languageEcosystems.find(({ osv }) => osv === known);
  if (language) return { ...language, isDistribution: false };
  const rolling = distributionEcosystems.find(({ osv, release }) => osv === name && !release);
  if (rolling) {
    return { key: rolling.id, scheme: rolling.scheme, osv: name, isDistribution: true };
  }
  const colon = name.indexOf(":");
  if (colon < 0) return undefined;
  const base = name.slice(0, colon);
  for (const { osv, id, scheme, release } of distributionEcosystems) {
    const found = osv === base ? release?.(name.slice(colon + 1)) : undefined;
    if (found !== undefined) {
      const isPaid = name.startsWith("Ubuntu:Pro:");
      return {
        ...{ key: `${id}-${found}`, scheme, osv: `${base}:${found}`, isDistribution: true },
        ...(isPaid && { repositories: [ubuntuPro] }),
      };
    }
  }
  return undefined;
}
