/** What Maven calls a package; without `group` when the archive does not tell it. */
export interface MavenCoordinates {
  group?: string;
  artifact: string;
  version: string;
}

const longest = 256;

/** True for a group or artifact as Maven allows it (maven.apache.org/guides/mini/guide-naming-conventions.html). */
export function isMavenId(text: string | undefined): text is string {
  return text !== undefined && text.length <= longest && /^[\w.-]*\w[\w.-]*$/.test(text);
}

/** True for a version without blanks, unresolved properties (`${revision}`) and what Maven forbids in file names. */
export function isMavenVersion(text: string | undefined): text is string {
  return (
    text !== undefined && text.length <= longest && /^[\w.+~@!-]*[0-9A-Za-z][\w.+~@!-]*$/.test(text)
  );
}

/** Coordinates of what is known, or undefined unless artifact and version can be true. */
export function toCoordinates(
  group: string | undefined,
  artifact: string | undefined,
  version: string | undefined,
): MavenCoordinates | undefined {
  if (!isMavenId(artifact) || !isMavenVersion(version)) return undefined;
  return isMavenId(group) ? { group, artifact, version } : { artifact, version };
}

/** True when two spellings mean the same version: OSGi writes `29.0-jre` as `29.0.0.jre`. */
export function isSameVersion(a: string, b: string): boolean {
  return normalizeVersion(a) === normalizeVersion(b);
}

function normalizeVersion(version: string): string {
  const parts = version.toLowerCase().split(/[._+-]/);
  return parts.filter((part) => !/^0*$/.test(part)).join(".");
}
