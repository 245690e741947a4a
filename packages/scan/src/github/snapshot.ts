import type { Inventory, Package, Subject } from "@plimsoll/core";
import { describedBy } from "../sbom/described.ts";

/** The run that a snapshot belongs to, and the commit that it speaks of. */
export interface GitHubRun {
  /** Commit of the repository whose dependencies these are. */
  sha: string;
  /** `refs/heads/main` */
  ref: string;
  job: {
    /** Tells this run from others. */
    id: string;
    /** The same for every run of the same job: of snapshots that share it, only the newest counts. */
    correlator: string;
    htmlUrl?: string;
  };
}

/** What a snapshot needs besides the inventory. */
export interface GitHubSnapshotOptions extends GitHubRun {
  /** Version of the tool that wrote it. */
  toolVersion: string;
  /** RFC 3339; default: now. */
  timestamp?: string;
}

interface Manifest {
  name: string;
  file?: { source_location: string };
  metadata?: Record<string, string>;
  resolved: Record<string, Resolved>;
}

interface Resolved {
  package_url: string;
  scope: "runtime";
  metadata?: Record<string, string>;
}

/**
 * The inventory as the body of GitHub's dependency submission, `POST
 * /repos/{owner}/{repo}/dependency-graph/snapshots`, see
 * https://docs.github.com/rest/dependency-graph/dependency-submission. A file that tells of several
 * packages is a manifest; files that tell of one each (`package.json`) share a manifest by package
 * type, since GitHub shows 150 manifests at most. Every dependency is one of run time; which one is
 * direct is not known and not claimed.
 */
export function toGitHubSnapshot(
  inventory: Inventory,
  subject: Subject,
  { sha, ref, job, toolVersion, timestamp }: GitHubSnapshotOptions,
): object {
  return {
    version: 0,
    job: {
      id: job.id,
      correlator: job.correlator,
      ...(job.htmlUrl ? { html_url: job.htmlUrl } : {}),
    },
    sha,
    ref,
    detector: { name: "plimsoll", version: toolVersion, url: "https://plimsoll.dev" },
    ...metadataOf(subject, inventory),
    scanned: timestamp ?? new Date().toISOString(),
    manifests: manifestsOf(inventory, subject),
  };
}

/** At most 8 keys with scalar values. */
function metadataOf(subject: Subject, { distribution }: Inventory) {
  const { digest: image } = describedBy(subject);
  const metadata = {
    ...(image ? { "plimsoll:image:digest": image } : {}),
    ...(distribution
      ? {
          "plimsoll:distribution": [distribution.id, distribution.versionId]
            .filter(Boolean)
            .join(" "),
        }
      : {}),
  };
  return Object.keys(metadata).length > 0 ? { metadata } : {};
}

function manifestsOf({ packages }: Inventory, subject: Subject): Record<string, Manifest> {
  const { name: image } = describedBy(subject);
  const counts = new Map<string, number>();
  for (const { locations } of packages) {
    for (const { path } of locations) counts.set(path, (counts.get(path) ?? 0) + 1);
  }
  const manifests = new Map<string, Manifest>();
  for (const found of packages) {
    const places = found.locations.length > 0 ? found.locations : [undefined];
    for (const place of places) {
      const isShared = place === undefined || counts.get(place.path) === 1;
      const name = isShared ? `${image} (${found.type})` : `${image}:/${place.path}`;
      const manifest = manifests.get(name) ?? { name, resolved: {} };
      manifests.set(name, manifest);
      addTo(manifest, found, isShared ? place?.path : undefined);
    }
  }
  return Object.fromEntries(manifests);
}

function addTo({ resolved }: Manifest, { purl }: Package, path: string | undefined): void {
  // A package may lie in several places; the first one tells enough.
  if (Object.hasOwn(resolved, purl)) return;
  resolved[purl] = {
    package_url: purl,
    scope: "runtime",
    ...(path ? { metadata: { path } } : {}),
  };
}
