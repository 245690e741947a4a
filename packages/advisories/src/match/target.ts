import type { Distribution, Package } from "@plimsoll/core";
import type { DistributionRelease } from "../ecosystems/distribution.ts";
import { describeDistribution } from "../ecosystems/distribution.ts";
import { distributionEcosystems, languageEcosystems } from "../ecosystems/ecosystem.ts";
import { normalizeName } from "../ecosystems/name.ts";
import { hasUbuntuPro } from "../ecosystems/ubuntu-pro.ts";
import { type Build, buildOf } from "./build.ts";

/** A name and version under which a package is looked up. */
export interface Lookup {
  readonly name: string;
  readonly version: string;
  /** Of packages that come in several builds: those of type rpm. */
  readonly build?: Build;
  /** Whether fixes for subscribers of Ubuntu Pro can be had; absent of other distributions. */
  readonly isSubscribed?: boolean;
}

/** Where a package is looked up, and its kind as messages name it; no shard where none can exist. */
export type Target = {
  readonly kind: string;
  /** Not a package of the operating system. */
  readonly isLanguage: boolean;
  /** Of a feed that builds have only when it is named. */
  readonly isExtra?: boolean;
} & ({ readonly key: string; readonly lookups: readonly Lookup[] } | { readonly key?: undefined });

// No format brings advisories of Gentoo and OpenWrt.
const systemTypes = new Set([
  ...distributionEcosystems.map(({ purlType }) => purlType),
  "ebuild",
  "opkg",
]);

/**
 * The shard and names that apply to a package: packages of the operating system by their source
 * package in the distribution's advisories and nowhere else, others by name in their ecosystem's.
 */
export function findTarget(
  pkg: Package,
  distribution: Distribution | undefined,
  release: DistributionRelease | undefined,
): Target {
  const language = languageEcosystems.find(
    ({ purlType, only }) => purlType === pkg.type && (only === undefined || only === pkg.name),
  );
  if (language) {
    const lookup = { name: normalizeName(language.key, pkg.name), version: pkg.version };
    const kind = `${language.osv} packages`;
    const isExtra = language.only !== undefined;
    return { key: language.key, kind, isLanguage: true, isExtra, lookups: [lookup] };
  }
  if (!systemTypes.has(pkg.type)) return { kind: `${pkg.type} packages`, isLanguage: true };
  const isLanguage = false;
  if (!distribution) return { kind: `${pkg.type} packages of an unknown distribution`, isLanguage };
  const kind = describeSystemPackages(distribution, release);
  if (!release) return { kind, isLanguage };
  if (release.ecosystem.purlType !== pkg.type) {
    return { kind: `${pkg.type} packages of ${release.label}`, isLanguage };
  }
  return { key: release.key, kind, isLanguage, lookups: lookupsOf(pkg, distribution, release) };
}

/** `debian 12 packages`, `slackware 15.0 packages` */
export function describeSystemPackages(
  distribution: Distribution,
  release: DistributionRelease | undefined,
): string {
  return `${release?.label ?? describeDistribution(distribution)} packages`;
}

function lookupsOf(
  pkg: Package,
  distribution: Distribution,
  { ecosystem }: DistributionRelease,
): Lookup[] {
  const own = { name: pkg.name, version: pkg.version };
  const source = pkg.source ?? own;
  if (pkg.type === "rpm") {
    const areBinariesNamed = ecosystem.names === "binary";
    const lookup = (named: Lookup, isSource: boolean): Lookup => {
      const build = buildOf(pkg, distribution, { areBinariesNamed, isSource });
      return { name: named.name, version: named.version, build };
    };
    if (source.name === own.name) return [lookup(own, false)];
    // An advisory may say that it is about a source package, whatever the others name.
    return [lookup(own, false), lookup(source, true)];
  }
  if (distribution.id === "ubuntu") {
    const isSubscribed = hasUbuntuPro(distribution);
    const names = source.name === own.name ? [own] : [own, source];
    return names.map((named) => ({ ...named, isSubscribed }));
  }
  if (ecosystem.names === "source") return [source];
  if (ecosystem.names === "binary" || source.name === own.name) return [own];
  return [own, source];
}
