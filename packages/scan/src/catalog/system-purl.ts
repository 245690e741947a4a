import type { Distribution } from "@plimsoll/core";
import { PackageURL } from "packageurl-js";
import type { PackageDraft } from "../cataloger.ts";
import { distributionQualifier } from "./distribution.ts";

/**
 * `pkg:rpm/almalinux/dbus@1.12.20-7.el9?arch=x86_64&distro=almalinux-9.2&epoch=1`: purl-spec's type
 * `rpm` keeps the epoch out of the version.
 *
 * @throws Error when the name cannot stand in a package URL
 */
export function rpmPurl(
  { name, version, architecture, qualifiers: own }: PackageDraft,
  distribution: Distribution | undefined,
): string {
  const colon = version.indexOf(":");
  const qualifiers = {
    ...(architecture ? { arch: architecture } : {}),
    ...(distribution ? { distro: distributionQualifier(distribution) } : {}),
    ...(colon === -1 ? {} : { epoch: version.slice(0, colon) }),
    ...own,
  };
  const plain = version.slice(colon + 1);
  return new PackageURL("rpm", distribution?.id, name, plain, qualifiers, undefined).toString();
}

/**
 * `pkg:ebuild/app-containers/skopeo@1.5.1?distro=gentoo-2.15`: the namespace is the category.
 *
 * @throws Error when the name cannot stand in a package URL
 */
export function ebuildPurl(
  { name, version }: Pick<PackageDraft, "name" | "version">,
  distribution: Distribution | undefined,
): string {
  const slash = name.indexOf("/");
  const qualifiers = distribution ? { distro: distributionQualifier(distribution) } : {};
  return new PackageURL(
    "ebuild",
    name.slice(0, slash),
    name.slice(slash + 1),
    version,
    qualifiers,
    undefined,
  ).toString();
}
