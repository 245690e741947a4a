import type { Distribution } from "@plimsoll/core";
import { PackageURL } from "packageurl-js";
import { distributionQualifier } from "./distribution.ts";

/** What a package URL of a distribution's package is made from. */
export interface DistributionPackageName {
  name: string;
  version: string;
  architecture?: string | undefined;
}

/**
 * `pkg:deb/debian/zlib1g@1:1.2.13.dfsg-1?arch=amd64&distro=debian-12`. The namespace is the
 * distribution; an unknown one leaves it out.
 *
 * @throws Error when the name cannot stand in a package URL
 */
export function distributionPurl(
  type: "deb" | "apk" | "alpm" | "opkg",
  { name, version, architecture }: DistributionPackageName,
  distribution: Distribution | undefined,
): string {
  const qualifiers = {
    ...(architecture ? { arch: architecture } : {}),
    ...(distribution ? { distro: distributionQualifier(distribution) } : {}),
  };
  return new PackageURL(type, distribution?.id, name, version, qualifiers, undefined).toString();
}

/**
 * `pkg:npm/%40scope/name@1.0.0`
 *
 * @throws Error when the name cannot stand in a package URL
 */
export function npmPurl({ name, version }: { name: string; version: string }): string {
  const slash = name.startsWith("@") ? name.indexOf("/") : -1;
  const namespace = slash === -1 ? undefined : name.slice(0, slash);
  return new PackageURL("npm", namespace, name.slice(slash + 1), version).toString();
}
