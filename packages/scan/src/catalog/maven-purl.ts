import { PackageURL } from "packageurl-js";

/**
 * `pkg:maven/org.apache.commons/commons-text@1.9` from `group:artifact`. The package URL
 * specification demands a namespace of `maven`: an artifact whose group is unknown is
 * `pkg:generic/commons-text@1.9`.
 *
 * @throws Error when the name cannot stand in a package URL
 */
export function mavenPurl({ name, version }: { name: string; version: string }): string {
  const colon = name.indexOf(":");
  if (colon === -1) return new PackageURL("generic", undefined, name, version).toString();
  return new PackageURL("maven", name.slice(0, colon), name.slice(colon + 1), version).toString();
}
