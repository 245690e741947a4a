import { type HeaderFields, parseHeaderFields } from "./header-fields.ts";
import {
  type InstalledPackage,
  isLicence,
  notAPackage,
  toInstalledPackage,
} from "./installed-package.ts";
import { licenceOfClassifier } from "./python-classifiers.ts";

const wanted = new Set(["name", "version", "license", "license-expression", "classifier"]);

/**
 * Reads the core metadata of an installed Python distribution: `METADATA` of a `.dist-info`,
 * `PKG-INFO` of an `.egg-info`, or an `.egg-info` that is a file. What it leaves open, the name of
 * its folder or file tells (`name-version.dist-info`), as for Python itself.
 * Format: packaging.python.org/specifications/core-metadata
 *
 * @throws PlimsollError `MALFORMED` when neither tells name and version
 */
export function parsePythonMetadata(text: string, path: string): InstalledPackage {
  const fields = parseHeaderFields(text, wanted);
  const named = readFileName(path);
  const found = toInstalledPackage(
    fields.get("name")?.[0] || named?.name,
    fields.get("version")?.[0] || named?.version,
    licencesOf(fields),
  );
  if (found === undefined) {
    throw notAPackage(path, "The metadata of a Python package has no name or no version");
  }
  return found;
}

/**
 * `License-Expression` says it best (PEP 639); `License` is free text, often the whole licence or
 * `UNKNOWN`; the classifiers come last because some of them name a family only.
 */
function licencesOf(fields: HeaderFields): string[] {
  const stated = [fields.get("license-expression")?.[0], fields.get("license")?.[0]].find(
    (text) => isLicence(text) && !/^(?:unknown|none)$/i.test(text),
  );
  if (stated !== undefined) return [stated];
  const classifiers = fields.get("classifier") ?? [];
  return classifiers.flatMap((classifier) => licenceOfClassifier(classifier) ?? []);
}

/** Name and version from `name-1.0.dist-info/METADATA`, `name-1.0-py3.9.egg-info` and the like. */
function readFileName(path: string): { name: string; version: string } | undefined {
  const parts = path.split("/");
  const folder = parts.findLast((part) => /\.(?:dist-info|egg-info|egg)$/i.test(part));
  const [name, version] = folder?.replace(/\.[^.]*$/, "").split("-") ?? [];
  return name && version && /^\d/.test(version) ? { name, version } : undefined;
}
