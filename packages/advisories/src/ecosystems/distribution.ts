import type { Distribution } from "@plimsoll/core";
import { type DistributionEcosystem, distributionEcosystems } from "./ecosystem.ts";

/** The release of a distribution whose advisories apply. */
export interface DistributionRelease {
  readonly ecosystem: DistributionEcosystem;
  /** Key of its shard. */
  readonly key: string;
  /** As a person writes it: `debian 12`. */
  readonly label: string;
}

// www.debian.org/releases: images of a release before its day carry only the codename.
const debianCodenames = new Map([
  ["etch", "4"],
  ["lenny", "5"],
  ["squeeze", "6"],
  ["wheezy", "7"],
  ["jessie", "8"],
  ["stretch", "9"],
  ["buster", "10"],
  ["bullseye", "11"],
  ["bookworm", "12"],
  ["trixie", "13"],
  ["forky", "14"],
]);

// What tells releases apart in VERSION_ID, where it is not the first number.
const releaseSyntax = new Map([
  ["ubuntu", /^\d+\.\d+/],
  ["alpaquita", /^(?:\d+|stream)$/],
  ["bellsoft-hardened-containers", /^(?:\d+|stream)$/],
  ["sles", /^\d+(?:\.\d+)?$/],
  ["opensuse-leap", /^\d+\.\d+$/],
  ["photon", /^\d+\.\d+/],
]);

/**
 * The release that os-release(5) describes; `undefined` when no advisories exist for it. Derived
 * distributions (`ID_LIKE`) are not taken for their parents: they rebuild packages.
 */
export function findRelease(distribution: Distribution): DistributionRelease | undefined {
  const ecosystem = distributionEcosystems.find(({ id }) => id === distribution.id);
  if (!ecosystem) return undefined;
  if (!ecosystem.release) return { ecosystem, key: ecosystem.id, label: ecosystem.id };
  const release = releaseOf(distribution);
  if (release === undefined) return undefined;
  return { ecosystem, key: `${ecosystem.id}-${release}`, label: `${ecosystem.id} ${release}` };
}

/** The number of a release of Debian: `12` for `bookworm`. */
export function debianRelease(codename: string): string | undefined {
  return debianCodenames.get(codename);
}

/** `debian 12`, `slackware 15.0`: for messages. */
export function describeDistribution({ id, versionId, codename }: Distribution): string {
  return [id, versionId ?? codename].filter(Boolean).join(" ");
}

/** The release as the keys of shards write it; `undefined` when os-release(5) does not tell. */
export function releaseOf({ id, versionId, codename, name }: Distribution): string | undefined {
  if (id === "debian" && versionId === undefined) return debianRelease(codename ?? "");
  const version = versionId ?? "";
  if (id === "alpine") {
    // The development branch calls itself 3.23_alpha20250612.
    if (version.includes("_alpha")) return "edge";
    const branch = /^\d+\.\d+/.exec(version)?.[0];
    return branch && `v${branch}`;
  }
  // Its first release was numbered by months, up to 2018.03.
  if (id === "amzn" && /^201\d\.\d\d$/.test(version)) return "1";
  if (id === "openeuler") {
    // VERSION_ID leaves out the service pack, which PRETTY_NAME tells: "openEuler 22.03 (LTS-SP3)".
    const support = /\b(LTS(?:-SP\d+)?)\b/.exec(name ?? "")?.[1]?.toLowerCase();
    const release = /^\d+\.\d+$/.exec(version)?.[0];
    return release && [release, support].filter((part) => part !== undefined).join("-");
  }
  return (releaseSyntax.get(id) ?? /^\d+/).exec(version)?.[0];
}
