import type { Distribution } from "@plimsoll/core";
import { firstOf, type PropertyValues } from "./read-properties.ts";

/** True for the package URL of something that is installed, and not of an image. */
export function isPackageUrlOfPackage(purl: string | undefined): purl is string {
  return purl !== undefined && !/^pkg:\/*(?:oci|docker)\//i.test(purl);
}

/** The distribution that a package of the purpose "operating system" stands for. */
export function systemOf(system: {
  name: string | undefined;
  version: string | undefined;
  title: string | undefined;
  values: PropertyValues;
}): Distribution | undefined {
  const { name: id, version, title, values } = system;
  if (id === undefined) return undefined;
  const codename = firstOf(values, "plimsoll:distribution:codename", "syft:distro:versionCodename");
  const versionId =
    firstOf(values, "plimsoll:distribution:versionId", "syft:distro:versionID") ??
    (version === codename ? undefined : version);
  const like = firstOf(values, "plimsoll:distribution:like") ?? likeOfSyft(values);
  return {
    id: id.toLowerCase(),
    like: like.split(" ").filter(Boolean),
    ...(versionId ? { versionId } : {}),
    ...(codename ? { codename } : {}),
    ...(title ? { name: title } : {}),
  };
}

/** `syft:distro:idLike:0` and on. */
function likeOfSyft(values: PropertyValues): string {
  const like: string[] = [];
  while (like.length < 16) {
    const next = firstOf(values, `syft:distro:idLike:${like.length}`);
    if (next === undefined) break;
    like.push(next);
  }
  return like.join(" ");
}
