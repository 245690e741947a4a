import type { PackageDraft } from "../cataloger.ts";
import { normalisePythonName } from "../catalogers/python.ts";
import { languagePurl } from "./language-purl.ts";
import { mavenPurl } from "./maven-purl.ts";

/**
 * The package URL of a package that a lockfile names: that of the same package when installed.
 *
 * @throws Error when the name cannot stand in a package URL
 */
export function lockedPurl({ type, name, version, qualifiers }: PackageDraft): string {
  if (type === "maven") return mavenPurl({ name, version });
  if (type === "pypi") return languagePurl(type, { name: normalisePythonName(name), version });
  return languagePurl(type, { name, version }, qualifiers);
}
