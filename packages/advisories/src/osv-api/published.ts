import { type Package, splitPurl } from "@plimsoll/core";

/**
 * Whether a registry can have a package. Not one that says itself that it is private, one whose
 * package URL leads to a file, and one that was built on the spot; whether a registry is private
 * cannot be told by a name.
 */
export function mayBePublished({ type, name, version, purl, isPrivate }: Package): boolean {
  if (isPrivate || version === "") return false;
  const from = splitPurl(purl)?.qualifiers;
  const places = ["repository_url", "download_url", "vcs_url"].map((key) => from?.get(key) ?? "");
  if (places.some((place) => /^(?:git\+)?(?:file|workspace|link|portal):/i.test(place)))
    return false;
  return type !== "golang" || isFetchable(name, version);
}

/**
 * go.dev/ref/mod#module-path: the first part of a path that can be downloaded has a dot; others are
 * of the standard library or of the module that was built. `(devel)` is what Go calls such a build.
 */
function isFetchable(path: string, version: string): boolean {
  if (version === "(devel)") return false;
  return path === "stdlib" || path === "toolchain" || path.split("/", 1)[0]!.includes(".");
}
