import type { TrustCheck } from "@plimsoll/core";
import { tagsOf } from "./find-tag.ts";
import { type DctReading, loadRepository } from "./load.ts";
import { parseGun, toGun } from "./names.ts";
import type { DctRepository, DctRole } from "./repository.ts";
import type { DctOptions } from "./verify-tag.ts";

/** A key as its role lists it. */
export interface DctKeyInfo {
  /** As in the metadata, and in what `docker trust inspect` prints. */
  readonly id: string;
  /** As key files are named. */
  readonly canonicalId: string;
  readonly type: string;
}

/** A role, and what it signed. */
export interface DctRoleInfo {
  readonly name: string;
  readonly threshold: number;
  readonly keys: readonly DctKeyInfo[];
  /** Of its document; absent when there is none that counts. */
  readonly version?: number;
  readonly expires?: string;
  readonly paths?: readonly string[];
  readonly fault?: string;
}

export interface DctTagInfo {
  readonly tag: string;
  readonly digest: string;
  /** Bytes of the manifest. */
  readonly size: number;
  /** `targets` or a delegation. */
  readonly role: string;
}

/** What is published for a repository. Nothing of it counts unless `isVerified`. */
export interface DctInspection {
  readonly gun: string;
  readonly isVerified: boolean;
  readonly checks: readonly TrustCheck[];
  /** Empty unless verified. */
  readonly roles: readonly DctRoleInfo[];
  /** Empty unless verified; the same tag once for each role that signed it. */
  readonly tags: readonly DctTagInfo[];
}

/**
 * Shows what is published for a repository: roles, keys, tags. Without pins nothing is verified, and
 * the check `identity` tells the ids of the root keys that were found.
 *
 * @throws PlimsollError as `verifyTag`
 */
export async function inspect(options: DctOptions): Promise<DctInspection> {
  const gun = toGun(parseGun(options.gun));
  return describeReading(gun, await loadRepository({ ...options, gun }));
}

function describeReading(gun: string, { checks, repository }: DctReading): DctInspection {
  if (repository === undefined) return { gun, isVerified: false, checks, roles: [], tags: [] };
  const roles = [...repository.roles.values()];
  const tags = roles.flatMap((role) =>
    tagsOf(role).map(({ tag, digest, size }) => ({ tag, digest, size, role: role.name })),
  );
  return {
    gun,
    isVerified: true,
    checks,
    roles: [...describeBaseRoles(repository), ...roles.map(describeRole)],
    tags: tags.sort((a, b) => (a.tag < b.tag ? -1 : a.tag > b.tag ? 1 : 0)),
  };
}

function describeBaseRoles({ root, snapshot, timestamp }: DctRepository): DctRoleInfo[] {
  const documents = { root, snapshot, timestamp };
  return (["root", "snapshot", "timestamp"] as const).map((name) => ({
    name,
    threshold: root.roles[name].threshold,
    keys: root.roles[name].keyIds.flatMap((id) => describeKey(root.keys.get(id))),
    version: documents[name].version,
    expires: documents[name].expires,
  }));
}

function describeRole({ name, role, keys, document, paths, fault }: DctRole): DctRoleInfo {
  return {
    name,
    threshold: role.threshold,
    keys: role.keyIds.flatMap((id) => describeKey(keys.get(id))),
    ...(document && { version: document.version, expires: document.expires }),
    ...(name !== "targets" && { paths }),
    ...(fault !== undefined && { fault }),
  };
}

function describeKey(key: { id: string; canonicalId: string; type: string } | undefined) {
  return key === undefined ? [] : [{ id: key.id, canonicalId: key.canonicalId, type: key.type }];
}
