import {
  isMavenId,
  isMavenVersion,
  isSameVersion,
  type MavenCoordinates,
  toCoordinates,
} from "./coordinates.ts";
import { type NameParts, splitFileName } from "./file-name.ts";
import { knownBundle, knownGroup } from "./known-artifacts.ts";
import type { Manifest } from "./manifest.ts";

/** Vendors so large that their name alone is the group of nothing. */
const umbrellaVendors: ReadonlySet<string> = new Set(["org.apache", "com.sun", "com.oracle"]);

/**
 * Who an archive without Maven's own files is, from its manifest and, where that is silent, its
 * file name. Undefined without a version.
 */
export function identifyArchive(
  manifest: Manifest,
  fileName: string,
): MavenCoordinates | undefined {
  const plugin = toCoordinates(
    manifest.get("group-id"),
    manifest.get("short-name"),
    firstWord(manifest.get("plugin-version")),
  );
  if (plugin !== undefined) return plugin;
  const name = splitFileName(fileName);
  if (name === undefined) return undefined;
  const version = versionOf(manifest, name);
  if (version === undefined) return undefined;
  const bundle = manifest.get("bundle-symbolicname")?.split(";", 1)[0]?.trim();
  const artifact = artifactOf(manifest, name, bundle, version);
  return toCoordinates(groupOf(manifest, artifact, bundle), artifact, version);
}

/**
 * Who an archive with Maven's files of others is: of a shaded archive the manifest may be anybody's,
 * so its file name and manifest have to agree.
 */
export function identifyContainer(
  manifest: Manifest,
  fileName: string,
): MavenCoordinates | undefined {
  const name = splitFileName(fileName);
  const version = firstWord(manifest.get("implementation-version"));
  if (name?.version === undefined || !isVersion(version)) return undefined;
  if (!isSameVersion(name.version, version)) return undefined;
  return toCoordinates(groupOf(manifest, name.artifact, undefined), name.artifact, version);
}

/** True when a file of this name would be the artifact's own: `a.jar`, `a-1.0.jar`, `a-1.0-all.jar`. */
export function isNamedAfter(
  fileName: string,
  { artifact, version }: { artifact: string; version: string },
): boolean {
  const stem = fileName.replace(/\.\w+$/, "");
  if (stem === artifact || stem.startsWith(`${artifact}-${version}`)) return true;
  return splitFileName(fileName)?.artifact === artifact;
}

function versionOf(manifest: Manifest, name: NameParts): string | undefined {
  const implementation = firstWord(manifest.get("implementation-version"));
  if (isVersion(implementation)) return implementation;
  const bundle = firstWord(manifest.get("bundle-version"));
  if (!isVersion(bundle)) return name.version;
  // OSGi has no dashes and at least three numbers: the file name may have it as it was released.
  const isRewritten = name.version !== undefined && isSameVersion(name.version, bundle);
  return isRewritten ? name.version : bundle;
}

function artifactOf(
  manifest: Manifest,
  name: NameParts,
  bundle: string | undefined,
  version: string,
): string {
  const known = bundle === undefined ? undefined : knownBundle(bundle);
  if (known !== undefined) {
    // A family of artifacts may share the name of its bundle.
    return knownGroup(name.artifact) === undefined ? known : name.artifact;
  }
  if (name.version !== undefined && isSameVersion(name.version, version)) return name.artifact;
  const title = manifest.get("implementation-title")?.replace(/\.(?:jar|war|ear)$/, "");
  if (isMavenId(title) && title === title.toLowerCase()) return title;
  if (!isMavenId(bundle) || bundle.endsWith(`.${name.artifact}`)) return name.artifact;
  return bundle;
}

/**
 * The group from a name that ends with the artifact (`com.carrotsearch.hppc`, or
 * `io.dropwizard.metrics.core` for `metrics-core`), else the vendor's.
 */
function groupOf(
  manifest: Manifest,
  artifact: string,
  bundle: string | undefined,
): string | undefined {
  const known = knownGroup(artifact);
  if (known !== undefined) return known;
  for (const name of [bundle, manifest.get("automatic-module-name")]) {
    const group = name === undefined ? undefined : stripArtifact(name, artifact);
    if (group?.includes(".")) return group;
  }
  const vendor = manifest.get("implementation-vendor-id");
  const isDomain = vendor !== undefined && /^[a-z]\w*(?:\.[\w-]+)+$/.test(vendor);
  return isDomain && !umbrellaVendors.has(vendor) ? vendor : undefined;
}

function stripArtifact(name: string, artifact: string): string | undefined {
  if (name.endsWith(`.${artifact}`)) return name.slice(0, -artifact.length - 1);
  const last = name.lastIndexOf(".");
  const previous = name.lastIndexOf(".", last - 1);
  if (last === -1 || previous === -1) return undefined;
  const joined = `${name.slice(previous + 1, last)}-${name.slice(last + 1)}`;
  return joined === artifact ? name.slice(0, last) : undefined;
}

/** `5.6.0 (b0)` is version 5.6.0. */
function firstWord(text: string | undefined): string | undefined {
  return text?.split(/\s/, 1)[0];
}

function isVersion(text: string | undefined): text is string {
  return isMavenVersion(text) && /^\d/.test(text);
}
