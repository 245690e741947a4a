import { isThirdParty } from "@plimsoll/advisories";
import type { Distribution, Package, PackageLocation } from "@plimsoll/core";
import type { Cataloger } from "../cataloger.ts";
import { classifiers } from "../classifiers/list.ts";
import { embeddedSbomInspector } from "../inspectors/embedded-sbom.ts";
import { softwareInspector } from "../inspectors/software.ts";
import { isOfDistribution } from "../sbom/described.ts";

/**
 * Folders that belong to the distribution's package manager (Filesystem Hierarchy Standard 3.0).
 * What users install by hand goes to `usr/local`, `opt` and folders of their own.
 */
const distributionFolder = /^(?:usr\/)?(?:s?bin|lib(?:32|64|exec|x32)?|share|include)\//;

/** The packages of one cataloger. */
export interface CataloguedPackages {
  cataloger: Pick<Cataloger, "kind" | "inspector">;
  packages: readonly Package[];
}

export interface CountOptions {
  distribution: Distribution | undefined;
  /** The image tells which files its packages brought. */
  areOwnersKnown: boolean;
}

/**
 * All packages without software that another package accounts for already, so that it is counted
 * once. Software that was recognised by its content is dropped
 *
 * - where a package of the distribution brought the file: the distribution's advisories speak of
 *   it. Not so for packages of others (`isThirdParty`), of which no advisory speaks;
 * - in the distribution's folders, where a package of the distribution has its name, in images that
 *   do not tell which files their packages brought. The version is not compared, since distributions
 *   rename and patch;
 * - in a program that Go built, where the modules of that program hold the same version;
 * - in Bitnami's folder, where Bitnami's bill of materials lists a component of its name.
 *
 * Other places of the same software stay. What a bill of materials in the image lists is dropped
 *
 * - where the same package was found itself, whatever the qualifiers of its package URL;
 * - when it is a package of the distribution whose database was read: that tells what is installed.
 */
export function countOnce(
  catalogued: readonly CataloguedPackages[],
  { distribution, areOwnersKnown }: CountOptions,
): Package[] {
  const all = catalogued.flatMap(({ packages }) => packages);
  const installed = installedNames(catalogued);
  const isFound = foundItself(catalogued);
  const components = bitnamiComponents(catalogued);
  const goVersions = goVersionsByPath(all);
  const byThirdParties = new Set(
    all.filter((found) => isThirdParty(found, distribution)).map(({ purl }) => purl),
  );
  return catalogued.flatMap(({ cataloger, packages }) => {
    if (cataloger.inspector.id === embeddedSbomInspector.id) {
      return packages.filter((found) => !isFound(found));
    }
    if (cataloger.inspector.id !== softwareInspector.id) return packages;
    return packages.flatMap((found) => {
      const isPackaged = !areOwnersKnown && isInstalled(found.name, installed);
      const isItsOwn = ({ path, owner }: PackageLocation) =>
        (owner === undefined || byThirdParties.has(owner)) &&
        !(isPackaged && distributionFolder.test(path)) &&
        !(path.startsWith("opt/bitnami/") && components.has(found.name)) &&
        goVersions.get(path)?.has(`v${found.version}`) !== true;
      const locations = found.locations.filter(isItsOwn);
      return locations.length > 0 ? [{ ...found, locations }] : [];
    });
  });
}

function bitnamiComponents(catalogued: readonly CataloguedPackages[]): ReadonlySet<string> {
  const listed = catalogued.flatMap(({ packages }) => packages);
  return new Set(listed.filter(({ type }) => type === "bitnami").map(({ name }) => name));
}

/** Tells whether a package that a bill of materials lists was found without it. */
function foundItself(catalogued: readonly CataloguedPackages[]): (found: Package) => boolean {
  const others = catalogued
    .filter(({ cataloger }) => cataloger.inspector.id !== embeddedSbomInspector.id)
    .flatMap(({ packages }) => packages);
  const known = new Set(others.map(({ purl }) => withoutQualifiers(purl)));
  const databases = new Set(others.filter(isOfDistribution).map(({ type }) => type));
  return ({ purl, type }) => known.has(withoutQualifiers(purl)) || databases.has(type);
}

function withoutQualifiers(purl: string): string {
  return purl.replace(/[?#].*$/s, "");
}

function installedNames(catalogued: readonly CataloguedPackages[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { cataloger, packages } of catalogued) {
    if (cataloger.kind !== "distribution") continue;
    for (const { name, source } of packages) {
      names.add(name);
      if (source !== undefined) names.add(source.name);
    }
  }
  return names;
}

function goVersionsByPath(packages: readonly Package[]): ReadonlyMap<string, Set<string>> {
  const versions = new Map<string, Set<string>>();
  for (const { type, version, locations } of packages) {
    if (type !== "golang") continue;
    for (const { path } of locations) {
      const known = versions.get(path) ?? new Set();
      versions.set(path, known.add(version));
    }
  }
  return versions;
}

function isInstalled(software: string, installed: ReadonlySet<string>): boolean {
  const patterns = classifiers
    .filter(({ name }) => name === software)
    .map(({ packagedAs }) => packagedAs);
  return [...installed].some((name) => patterns.some((pattern) => pattern.test(name)));
}
