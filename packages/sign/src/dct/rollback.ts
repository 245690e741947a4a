import type { KnownRepository } from "./known.ts";
import type { BaseRole } from "./names.ts";
import type { DctRepository } from "./repository.ts";
import { parseRoot, type Root } from "./root.ts";
import { refuse } from "./steps.ts";

/**
 * The versions that may not be gone back behind. What a key signed that has been replaced since is
 * forgotten: whoever stole it could have published a version so high that no honest one follows (TUF
 * 1.0, 5.3.11, recovery from a fast-forward attack).
 */
export function rememberedVersions(known: KnownRepository, root: Root): Map<string, number> {
  const before = parseRoot(known.root);
  const isReplaced = (role: BaseRole) => {
    const ids = (from: Root) => [...from.roles[role].keyIds].sort().join();
    return ids(before) !== ids(root);
  };
  const isMetaReplaced = isReplaced("timestamp") || isReplaced("snapshot");
  const areTargetsReplaced = isReplaced("snapshot") || isReplaced("targets");
  const kept = [...known.versions].filter(([role]) =>
    role === "timestamp" || role === "snapshot" ? !isMetaReplaced : !areTargetsReplaced,
  );
  return new Map(kept);
}

/** @throws PlimsollError `SIGNATURE_INVALID` */
export function requireNoRollback(
  role: string,
  version: number,
  remembered: ReadonlyMap<string, number> | undefined,
): void {
  const seen = remembered?.get(role);
  if (seen === undefined || version >= seen) return;
  throw refuse(`${role} went back from version ${seen} to ${version}`);
}

/** What to remember of a repository; also the version of a delegation whose document is now at fault. */
export function versionsOf(
  { timestamp, snapshot, roles }: DctRepository,
  remembered: ReadonlyMap<string, number> | undefined,
): Map<string, number> {
  const versions = new Map([
    ["timestamp", timestamp.version],
    ["snapshot", snapshot.version],
  ]);
  for (const { name, document } of roles.values()) {
    const version = document?.version ?? remembered?.get(name);
    if (version !== undefined) versions.set(name, version);
  }
  return versions;
}
