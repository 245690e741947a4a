import type { DatabasePackage } from "../formats/package-database.ts";
import { type RpmHeader, readRpmHeader } from "./header.ts";

/** A package of rpm's database. */
export interface RpmPackage extends DatabasePackage {
  /** `name:stream:version:context` of its module. */
  module?: string;
}

/** What a blob of rpm's database holds: a package, a public key that rpm keeps as one, or nothing readable. */
export type RpmRecord = RpmPackage | "key" | undefined;

/** The package that a header describes. One without name, version or release is not readable. */
export function readRpmRecord(blob: Buffer): RpmRecord {
  const header = readRpmHeader(blob);
  return header && packageOf(header);
}

/** The package that a header's fields describe. */
export function packageOf(header: RpmHeader): RpmRecord {
  const { name, version, release, epoch } = header;
  if (name === undefined) return undefined;
  if (name === "gpg-pubkey") return "key";
  if (version === undefined || release === undefined) return undefined;
  const source = sourceOf(header);
  return {
    name,
    version: `${epoch === undefined ? "" : `${epoch}:`}${version}-${release}`,
    ...(header.architecture ? { architecture: header.architecture } : {}),
    ...(source ? { source } : {}),
    ...(header.licence ? { licences: [header.licence] } : {}),
    ...(header.vendor ? { supplier: header.vendor } : {}),
    ...(header.files ? { files: header.files } : {}),
    ...(header.modularityLabel ? { module: header.modularityLabel } : {}),
  };
}

/**
 * `bash-5.1.8-6.el9.src.rpm` → bash, 5.1.8-6.el9. The file name tells no epoch, so that the version
 * has none, whatever the epoch of the binary package.
 */
function sourceOf({ sourceRpm }: RpmHeader): { name: string; version: string } | undefined {
  if (sourceRpm === undefined) return undefined;
  const stem = sourceRpm.replace(/\.(?:no)?src\.rpm$/, "");
  const release = stem.lastIndexOf("-");
  const version = stem.lastIndexOf("-", release - 1);
  if (stem === sourceRpm || version <= 0) return undefined;
  return { name: stem.slice(0, version), version: stem.slice(version + 1) };
}
