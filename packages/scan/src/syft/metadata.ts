import type { Package } from "@plimsoll/core";
import { PackageURL } from "packageurl-js";

/** What Syft calls the metadata of a package, and the metadata. */
export interface SyftMetadata {
  metadataType: string;
  metadata: object;
}

/**
 * The metadata of Syft's schema for kinds of packages whose matching needs more than name and
 * version: source package, epoch, module, Maven coordinates. A field that the schema demands and
 * nobody knows is empty.
 */
export function toSyftMetadata(found: Package): SyftMetadata | undefined {
  switch (found.type) {
    case "deb":
      return { metadataType: "dpkg-db-entry", metadata: dpkg(found) };
    case "apk":
      return { metadataType: "apk-db-entry", metadata: apk(found) };
    case "rpm":
      return { metadataType: "rpm-db-entry", metadata: rpm(found) };
    case "maven":
      return { metadataType: "java-archive", metadata: java(found) };
    default:
      return undefined;
  }
}

function dpkg({ name, version, architecture = "", source, supplier = "" }: Package) {
  return {
    package: name,
    source: source?.name ?? "",
    version,
    sourceVersion: source?.version ?? "",
    architecture,
    maintainer: supplier,
    installedSize: 0,
    files: [],
  };
}

function apk({ name, version, architecture = "", source, supplier = "" }: Package) {
  return {
    package: name,
    originPackage: source?.name ?? "",
    maintainer: supplier,
    version,
    architecture,
    url: "",
    description: "",
    size: 0,
    installedSize: 0,
    pullDependencies: [],
    provides: [],
    pullChecksum: "",
    gitCommitOfApkPort: "",
    files: [],
  };
}

function rpm({ name, version: full, architecture = "", source, purl, supplier = "" }: Package) {
  const colon = full.indexOf(":");
  const plain = full.slice(colon + 1);
  const dash = plain.lastIndexOf("-");
  const epoch = colon === -1 ? Number.NaN : Number(full.slice(0, colon));
  const modularityLabel = moduleOf(purl);
  return {
    name,
    version: dash === -1 ? plain : plain.slice(0, dash),
    epoch: Number.isSafeInteger(epoch) ? epoch : null,
    architecture,
    release: dash === -1 ? "" : plain.slice(dash + 1),
    sourceRpm: source ? `${source.name}-${source.version}.src.rpm` : "",
    size: 0,
    vendor: supplier,
    ...(modularityLabel ? { modularityLabel } : {}),
    files: [],
  };
}

/** `name:stream:version:context`, as Red Hat's advisories write the module of a package. */
function moduleOf(purl: string): string | undefined {
  try {
    return PackageURL.fromString(purl).qualifiers?.rpmmod;
  } catch {
    return undefined;
  }
}

function java({ name, version, locations }: Package) {
  const colon = name.indexOf(":");
  const [groupId, artifactId] =
    colon === -1 ? ["", name] : [name.slice(0, colon), name.slice(colon + 1)];
  const path = locations[0]?.path;
  return {
    // Syft joins the archives that lead to a nested one by colons.
    virtualPath: path === undefined ? "" : `/${path.replaceAll("!/", ":")}`,
    pomProperties: { path: "", name: "", groupId, artifactId, version },
  };
}
