import type { Finding, TextEdit } from "@plimsoll/core";
import type { CheckContext } from "../check/context.ts";

/**
 * Adds to findings with a fixed version the edits of the Dockerfiles that pin the present one. All
 * findings of a package ask for the version after which none of them holds.
 */
export async function editPins(
  findings: Finding[],
  { dockerfiles }: Pick<CheckContext, "dockerfiles">,
): Promise<Finding[]> {
  const fixable = findings.filter(({ fix, vulnerability }) => fix && vulnerability?.fixedVersion);
  if (dockerfiles.length === 0 || fixable.length === 0) return findings;
  const [{ compareVersions, versionSchemes }, { changePin, parseDockerfile }] = await Promise.all([
    import("@plimsoll/advisories"),
    import("@plimsoll/audit"),
  ]);
  const versions = new Map<string, string>();
  for (const { package: pkg, vulnerability } of fixable) {
    const fixed = vulnerability?.fixedVersion;
    const scheme = versionSchemes.find((one) => one === vulnerability?.matches?.[0]?.order);
    if (!pkg || fixed === undefined || scheme === undefined) continue;
    const known = versions.get(pkg.purl);
    if (known === undefined || (compareVersions(scheme, fixed, known) ?? 0) > 0) {
      versions.set(pkg.purl, fixed);
    }
  }
  const files = dockerfiles.map(({ path, text }) => parseDockerfile(text, path));
  const edits = new Map<string, TextEdit[]>();
  return findings.map((finding) => {
    const { package: pkg, fix } = finding;
    const version = pkg && versions.get(pkg.purl);
    if (!pkg || !fix || version === undefined || !finding.vulnerability?.fixedVersion) {
      return finding;
    }
    const type = /^pkg:([\w.+-]+)\//.exec(pkg.purl)?.[1] ?? "";
    const found =
      edits.get(pkg.purl) ?? files.flatMap((file) => changePin(file, { ...pkg, type }, version));
    edits.set(pkg.purl, found);
    return found.length === 0 ? finding : { ...finding, fix: { ...fix, edits: found } };
  });
}
