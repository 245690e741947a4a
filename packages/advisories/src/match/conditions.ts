import type { Affected, Interval } from "../advisory.ts";
import {
  mainProduct,
  parseContentSet,
  parsePlatformCpe,
  type RedHatProduct,
} from "../ecosystems/red-hat-products.ts";
import { ubuntuPro } from "../ecosystems/ubuntu-pro.ts";
import type { Build } from "./build.ts";
import { withoutLaterMinors } from "./minor-release.ts";
import { concernsStream, isSameModularity } from "./modularity.ts";
import type { Lookup } from "./target.ts";

/**
 * The part of what advisories say about a name that holds for the build that is installed: of its
 * module, architecture, repositories, flavour and minor release. Packages that come in one build
 * only are none of its business.
 */
export function applicable(lookup: Lookup, listed: readonly Affected[]): readonly Affected[] {
  const { version, build } = lookup;
  if (!build) return listed;
  if (build.isForDebugging) return [];
  const found = listed
    .filter((affected) => applies(affected, build))
    .flatMap((affected) => {
      const intervals = affected.intervals.filter((interval) => isComparable(version, interval));
      if (intervals.length === 0 && affected.versions.length === 0) return [];
      const narrowed =
        intervals.length === affected.intervals.length ? affected : { ...affected, intervals };
      // The file name of a source package tells no epoch: 0:1.28 is not before 4:5.26 for that.
      return [build.isSource && !version.includes(":") ? withoutEpochs(narrowed) : narrowed];
    });
  return withoutLaterMinors(version, build, found);
}

/** True for what only subscribers of Ubuntu Pro get: it holds for all, its fix is not for all. */
export function isForSubscribers({ conditions }: Affected): boolean {
  return conditions?.repositories?.includes(ubuntuPro) ?? false;
}

function applies({ conditions = {}, advisory }: Affected, build: Build): boolean {
  const { arches, module, repositories } = conditions;
  return (
    concernsName(arches, build) &&
    concernsArch(arches, build.arch) &&
    concernsStream(build.module, module, advisory.summary) &&
    (repositories === undefined || repositories.some((name) => concernsRepository(name, build)))
  );
}

/** Advisories about architecture `src` name source packages; other architectures are binary ones'. */
function concernsName(arches: readonly string[] | undefined, build: Build): boolean {
  const namesSource = arches?.every((arch) => arch === "src") ?? false;
  if (!build.isSource) return !namesSource || build.isNamedAsSource;
  return namesSource || (arches === undefined && !build.areBinariesNamed);
}

function concernsArch(arches: readonly string[] | undefined, arch: string | undefined): boolean {
  if (arches === undefined || arch === undefined || arch === "noarch") return true;
  return arches.some((listed) => listed === arch || listed === "noarch" || listed === "src");
}

/**
 * A repository that everybody gets holds for images that do not say what they were built from; one
 * of extended support only for those that say so.
 */
function concernsRepository(name: string, { contentSets, minor }: Build): boolean {
  const product = parsePlatformCpe(name);
  if (!product) return contentSets.length === 0 || contentSets.some((set) => plain(set) === name);
  const used = contentSets.flatMap((set) => parseContentSet(set) ?? []);
  if (used.length === 0) return product.product === mainProduct;
  return used.some((other) => isSameProduct(product, other, minor));
}

function isSameProduct(
  { product, version, repository }: RedHatProduct,
  other: RedHatProduct,
  minor: number | undefined,
): boolean {
  if (product !== other.product) return false;
  if (repository !== "" && other.repository !== "" && repository !== other.repository) return false;
  if (product === mainProduct || !version.includes(".")) return true;
  // A content set need not say of which minor release it is.
  const used = other.version.includes(".") ? other.version : `${other.version}.${minor}`;
  return version === used;
}

/** `rhel-8-for-x86_64-baseos-rpms__8` is `rhel-8-for-x86_64-baseos-rpms` at a release. */
function plain(contentSet: string): string {
  return contentSet.replace(/__\d+(?:_DOT_\d+)?$/, "");
}

function isComparable(installed: string, interval: Interval): boolean {
  return (
    isSameModularity(installed, interval) &&
    (interval.fixed === undefined || flavourOf(interval.fixed) === flavourOf(installed))
  );
}

/**
 * Oracle builds packages in flavours with numbers of their own: for Ksplice
 * (`2.34-60.0.3.ksplice1.el9_2.7`) and for FIPS 140 (`10:3.6.16-4.0.1.el8_fips`).
 */
function flavourOf(version: string): string {
  if (/\.ksplice\d+\./.test(version)) return "ksplice";
  return /_fips(?:[._]|$)/.test(version) ? "fips" : "";
}

function withoutEpochs(affected: Affected): Affected {
  const strip = (version: string) => version.replace(/^\d+:/, "");
  const intervals = affected.intervals.map(({ introduced, fixed, lastAffected, limit }) => ({
    introduced: strip(introduced),
    ...(fixed !== undefined && { fixed: strip(fixed) }),
    ...(lastAffected !== undefined && { lastAffected: strip(lastAffected) }),
    ...(limit !== undefined && { limit: strip(limit) }),
  }));
  return { ...affected, intervals, versions: affected.versions.map(strip) };
}
