import type { DistributionRelease } from "../ecosystems/distribution.ts";
import { languageEcosystems } from "../ecosystems/ecosystem.ts";

/** How OSV is asked for the packages of a shard; nothing for one that OSV does not have. */
export function osvEcosystems(
  key: string,
  release: DistributionRelease | undefined,
): readonly string[] {
  const language = languageEcosystems.find((ecosystem) => ecosystem.key === key);
  if (language) return [language.osv];
  if (release?.key !== key) return [];
  const { osv, id, release: isReleased } = release.ecosystem;
  // Their suffixes name products and repositories: asked without, everything comes, and is sorted here.
  if (!isReleased || id === "rhel" || id === "sles") return [osv];
  const version = key.slice(id.length + 1);
  if (id === "opensuse-leap") return [`${osv}:Leap ${version}`];
  // wiki.ubuntu.com/LTS: April of even years.
  const isLts = id === "ubuntu" && /^\d[02468]\.04$/.test(version);
  return isLts ? [`${osv}:${version}:LTS`, `${osv}:Pro:${version}:LTS`] : [`${osv}:${version}`];
}
