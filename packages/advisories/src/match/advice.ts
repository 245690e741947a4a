import type { Finding } from "@plimsoll/core";
import { compareVersions, type VersionScheme } from "../versions/compare.ts";

/**
 * Gives all findings of one package the same advice: the version that the last of them asks for,
 * so that nobody updates four times. Each finding keeps its own fixed version.
 */
export function adviseTogether(findings: readonly Finding[], scheme: VersionScheme): Finding[] {
  const fixed = findings.flatMap(({ vulnerability }) => vulnerability?.fixedVersion ?? []);
  const highest = fixed.reduce<string | undefined>(
    (best, version) =>
      best === undefined || (compareVersions(scheme, version, best) ?? 0) > 0 ? version : best,
    undefined,
  );
  if (highest === undefined) return [...findings];
  return findings.map((finding) => {
    const own = finding.vulnerability?.fixedVersion;
    if (own === undefined || own === highest || finding.fix === undefined) return finding;
    const description = finding.fix.description.replace(own, () => highest);
    return { ...finding, fix: { ...finding.fix, description } };
  });
}
