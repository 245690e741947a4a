import {
  type InstalledPackage,
  isName,
  notAPackage,
  toInstalledPackage,
} from "./installed-package.ts";
import { parseJsonObject } from "./json-object.ts";

/** A package that conda linked into an environment; its architecture is conda's `subdir`. */
export interface CondaPackage extends InstalledPackage {
  /** Which build of the version: `py39h06a4308_0`. */
  build?: string;
}

/**
 * Reads the record that conda writes into `conda-meta` for each package it links.
 *
 * @throws PlimsollError `MALFORMED` when it is not a JSON object with name and version
 */
export function parseCondaRecord(text: string, path: string): CondaPackage {
  const record = parseJsonObject(text, path);
  const { name, version, license, subdir } = record;
  const found = toInstalledPackage(name, version, [license]);
  if (found === undefined) throw notAPackage(path, "The conda record has no name or no version");
  // Records that conda made from a package's index alone call it `build_string`.
  const build = record.build ?? record.build_string;
  return {
    ...found,
    ...(isName(subdir) ? { architecture: subdir.trim() } : {}),
    ...(isName(build) ? { build: build.trim() } : {}),
  };
}
