import { type Distribution, type Package, type PurlParts, splitPurl } from "@plimsoll/core";

/** Types whose names are the same in upper and lower case (purl-spec, types/). */
const ignoresCase = new Set([
  ..."alpm apk bitbucket bitnami composer deb docker github golang hex npm nuget oci pub pypi".split(
    " ",
  ),
]);

/** What `splitPurl` makes of a text, ready to be compared. */
export interface ComparablePurl extends PurlParts {
  type: string;
}

/** Takes a package URL apart and writes type, namespace, name and version in one way. */
export function comparablePurl(purl: string): ComparablePurl | undefined {
  const parts = splitPurl(purl);
  if (parts === undefined) return undefined;
  const [type = ""] = parts.path.split("/", 1);
  const cased = ignoresCase.has(type) ? parts.path.toLowerCase() : parts.path;
  // PEP 503
  const path = type === "pypi" ? cased.replace(/[-_.]+/g, "-") : vendorOf(type, cased);
  // Go's tools write `v1.2.3`, and go.mod's standard library has no `v`.
  const version = type === "golang" ? parts.version?.replace(/^v(?=\d)/, "") : parts.version;
  return { ...parts, type, path, version };
}

/** rpm's namespace is the vendor in the documents of Red Hat and SUSE, and `ID` of os-release elsewhere. */
function vendorOf(type: string, path: string): string {
  if (type !== "rpm") return path;
  return path
    .replace(/^rpm\/rhel\//, "rpm/redhat/")
    .replace(/^rpm\/(?:sle[sd]?(?:[_-]\w+)?|sl-micro)\//, "rpm/suse/");
}

/** A package as statements may name it. */
export interface NamedPackage {
  purl: ComparablePurl;
  /** Absent where only a finding tells of it. */
  package: Package | undefined;
}

/** How exactly a purl of a statement names a package. */
export type PurlMatch = "none" | "name" | "version";

/**
 * Whether a purl of a statement names a package: type, namespace and name are equal; so is the
 * version, where the statement has one, and every qualifier that it has. `arch=source` names what was
 * built from that source package.
 */
export function matchPurl(
  wanted: ComparablePurl,
  { purl: found, package: pkg }: NamedPackage,
  distribution: Distribution | undefined,
): PurlMatch {
  const isSource = namesSource(wanted);
  const source = isSource ? pkg?.source : undefined;
  const path =
    source === undefined
      ? found.path
      : `${found.path.slice(0, found.path.lastIndexOf("/") + 1)}${source.name}`;
  if (wanted.path !== path) return "none";
  const versions = [found.version, ...(source ? [source.version] : [])];
  if (wanted.version !== undefined && !versions.includes(wanted.version)) return "none";
  for (const [key, value] of wanted.qualifiers) {
    if (key === "arch" && isSource) continue;
    if (!holds(key, value, found, distribution)) return "none";
  }
  return wanted.version === undefined ? "name" : "version";
}

function namesSource({ qualifiers }: ComparablePurl): boolean {
  return /^src$|^source$/.test(qualifiers.get("arch") ?? "");
}

/** The versions of a package that a purl which names it may mean: as they are, to be ordered. */
export function versionsOf(wanted: ComparablePurl, { purl, package: pkg }: NamedPackage): string[] {
  if (pkg === undefined) return purl.version === undefined ? [] : [purl.version];
  return [namesSource(wanted) ? (pkg.source?.version ?? pkg.version) : pkg.version];
}

function holds(
  key: string,
  value: string,
  { qualifiers }: ComparablePurl,
  distribution: Distribution | undefined,
): boolean {
  if (qualifiers.get(key) === value) return true;
  if (key === "distro")
    return distribution !== undefined && releaseNames(distribution).includes(value);
  return key === "repository_id" && (distribution?.contentSets?.includes(value) ?? false);
}

/** `debian-12`, `bookworm`, `12`: documents agree on none of them. */
function releaseNames({ id, versionId, codename }: Distribution): string[] {
  const major = versionId?.split(".", 1)[0];
  return [versionId, codename, major].flatMap((release) =>
    release === undefined
      ? []
      : release === major && major !== versionId
        ? [`${id}-${release}`]
        : [release, `${id}-${release}`],
  );
}
