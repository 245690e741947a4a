/** What a Maven repository calls a file. */
export interface MavenCoordinates {
  readonly group: string;
  readonly artifact: string;
  readonly version: string;
}

// maven.apache.org/guides/mini/guide-naming-conventions.html; a dot alone would leave its folder.
const idSyntax = /^(?!\.+$)[\w.-]{1,200}$/;
const groupSyntax = /^[\w-]+(?:\.[\w-]+)*$/;
const versionSyntax = /^(?!\.+$)[\w.+~-]{1,200}$/;

/** Reads `group:artifact:version`; `undefined` for what could be no path of a repository. */
export function parseCoordinates(text: string): MavenCoordinates | undefined {
  const [group = "", artifact = "", version = "", ...rest] = text.split(":");
  const isValid =
    group.length <= 200 &&
    groupSyntax.test(group) &&
    idSyntax.test(artifact) &&
    versionSyntax.test(version);
  return isValid && rest.length === 0 ? { group, artifact, version } : undefined;
}

/** `group:artifact:version` */
export function formatCoordinates({ group, artifact, version }: MavenCoordinates): string {
  return `${group}:${artifact}:${version}`;
}

/** Maven's default layout: `org/slf4j/slf4j-api/2.0.0/slf4j-api-2.0.0.jar`. */
export function jarPath({ group, artifact, version }: MavenCoordinates): string {
  return `${group.replaceAll(".", "/")}/${artifact}/${version}/${artifact}-${version}.jar`;
}

/** The SHA-1 in a text that holds little else: some files of repositories name the file after it. */
export function parseSha1(text: string): string | undefined {
  return /^\s*([0-9a-f]{40})(?:\s|$)/i.exec(text)?.[1]?.toLowerCase();
}
