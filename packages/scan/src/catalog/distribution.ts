import type { Distribution } from "@plimsoll/core";
import type { ImageFacts } from "@plimsoll/image";
import { contentManifestInspector } from "../inspectors/content-manifest.ts";
import { distributionFiles, osReleaseInspector } from "../inspectors/os-release.ts";
import { ubuntuProInspector } from "../inspectors/ubuntu-pro.ts";

/** The distribution of the image as its visible files tell it; the best of them counts. */
export function findDistribution(facts: ImageFacts): Distribution | undefined {
  const visible = facts.of(osReleaseInspector).filter(({ hiddenBy }) => hiddenBy === undefined);
  for (const file of distributionFiles) {
    const found = visible.find(({ path }) => path === file);
    if (found !== undefined)
      return { ...found.fact, ...contentSetsOf(facts), ...subscriptionsOf(facts) };
  }
  return undefined;
}

/** Each layer of an image of Red Hat has a manifest of its own: all of them hold. */
function contentSetsOf(facts: ImageFacts): { contentSets?: string[] } {
  const names = facts
    .of(contentManifestInspector)
    .filter(({ hiddenBy }) => hiddenBy === undefined)
    .flatMap(({ fact }) => fact.contentSets);
  return names.length > 0 ? { contentSets: [...new Set(names)].sort() } : {};
}

/** What is enabled and what apt is told to use: either is enough. */
function subscriptionsOf(facts: ImageFacts): { subscriptions?: string[] } {
  const names = facts
    .of(ubuntuProInspector)
    .filter(({ hiddenBy }) => hiddenBy === undefined)
    .flatMap(({ fact }) => fact.services);
  return names.length > 0 ? { subscriptions: [...new Set(names)].sort() } : {};
}

/** What a purl's `distro` qualifier says: `debian-12`; a release without number goes by its codename. */
export function distributionQualifier(distribution: Distribution): string {
  const release = distribution.versionId ?? distribution.codename;
  return release === undefined ? distribution.id : `${distribution.id}-${release}`;
}
