import type { Distribution, Package } from "@plimsoll/core";
import { PackageURL } from "packageurl-js";
import { sbomLimits } from "./limits.ts";

/** What a package URL tells of a package. */
export interface PurlFacts {
  /** In the canonical form. */
  purl: string;
  type: string;
  /** As the inventory names packages: `@scope/name`, `group:artifact`; without the distribution. */
  name: string;
  version: string | undefined;
  architecture: string | undefined;
  source: Package["source"];
  distribution: Distribution | undefined;
}

/** Types whose namespace is a distribution, and not a part of the name. */
const distributionTypes = new Set(["deb", "apk", "rpm", "alpm", "opkg"]);

/**
 * Reads a package URL (https://github.com/package-url/purl-spec) with the qualifiers `arch`,
 * `distro`, `epoch` and, as Syft writes it, `upstream`. Undefined when it is none.
 */
export function readPurl(text: string): PurlFacts | undefined {
  if (text.length > sbomLimits.purlLength) return undefined;
  let parsed: PackageURL;
  try {
    parsed = PackageURL.fromString(text);
  } catch {
    return undefined;
  }
  const { type, namespace, qualifiers } = parsed;
  if (!type || !parsed.name) return undefined;
  const isOfDistribution = distributionTypes.has(type);
  const epoch = type === "rpm" ? qualifiers?.epoch : undefined;
  const version =
    parsed.version && epoch !== undefined && epoch !== ""
      ? `${epoch}:${parsed.version}`
      : parsed.version;
  return {
    purl: parsed.toString(),
    type,
    name: nameOf(type, isOfDistribution ? undefined : namespace, parsed.name),
    version: version || undefined,
    architecture: qualifiers?.arch || qualifiers?.platform || qualifiers?.subdir || undefined,
    source: isOfDistribution ? sourceOf(type, qualifiers?.upstream, version) : undefined,
    distribution: isOfDistribution ? distributionOf(namespace, qualifiers?.distro) : undefined,
  };
}

function nameOf(type: string, namespace: string | null | undefined, name: string): string {
  if (!namespace) return name;
  return `${namespace}${type === "maven" ? ":" : "/"}${name}`;
}

/** `glibc@2.36`, `busybox`, `bash-5.1.8-6.el9.src.rpm` */
function sourceOf(
  type: string,
  upstream: string | undefined,
  version: string | null | undefined,
): Package["source"] {
  if (!upstream) return undefined;
  if (type === "rpm") return splitSourceRpm(upstream);
  const at = upstream.indexOf("@");
  const name = at === -1 ? upstream : upstream.slice(0, at);
  const own = at === -1 ? version : upstream.slice(at + 1);
  return name && own ? { name, version: own } : undefined;
}

/** Name and version of a source package of rpm by its file name; undefined when it is none. */
export function splitSourceRpm(file: string): Package["source"] {
  const stem = file.replace(/\.(?:no)?src\.rpm$/, "");
  const release = stem.lastIndexOf("-");
  const version = stem.lastIndexOf("-", release - 1);
  if (stem === file || version <= 0) return undefined;
  return { name: stem.slice(0, version), version: stem.slice(version + 1) };
}

/** `debian-12`, `debian-trixie`, `opensuse-leap-15.5`; Trivy writes the number alone: `3.16.0`. */
function distributionOf(
  namespace: string | null | undefined,
  distro: string | undefined,
): Distribution | undefined {
  if (!distro) return namespace ? { id: namespace, like: [] } : undefined;
  if (namespace && distro.startsWith(`${namespace}-`)) {
    const release = distro.slice(namespace.length + 1);
    return {
      id: namespace,
      like: [],
      ...(/^\d/.test(release) ? { versionId: release } : { codename: release }),
    };
  }
  const dash = distro.lastIndexOf("-");
  if (dash > 0 && /^\d/.test(distro.slice(dash + 1))) {
    return { id: distro.slice(0, dash), like: [], versionId: distro.slice(dash + 1) };
  }
  if (/^\d/.test(distro))
    return namespace ? { id: namespace, like: [], versionId: distro } : undefined;
  return { id: distro, like: [] };
}
