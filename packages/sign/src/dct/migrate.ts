import type { TrustCheck } from "@plimsoll/core";
import { findTag, rolesAsked, tagsOf } from "./find-tag.ts";
import { loadRepository } from "./load.ts";
import { parseGun, toGun } from "./names.ts";
import type { DctOptions } from "./verify-tag.ts";

/** One tag that verified. */
export interface MigratedTag {
  readonly tag: string;
  /** What to sign anew. */
  readonly digest: string;
  readonly role: string;
}

export interface Migration {
  readonly gun: string;
  readonly isVerified: boolean;
  readonly checks: readonly TrustCheck[];
  /** In the order of their names. Empty unless verified. */
  readonly tags: readonly MigratedTag[];
}

/**
 * Verifies a repository's Docker Content Trust by its pins, and gives the digest of every tag as
 * Docker would pull it, to be signed anew in another format.
 *
 * @throws PlimsollError as `verifyTag`
 */
export async function migrate(options: DctOptions): Promise<Migration> {
  const gun = toGun(parseGun(options.gun));
  const { checks, repository } = await loadRepository({ ...options, gun });
  if (repository === undefined) return { gun, isVerified: false, checks, tags: [] };
  const { roles } = options.trust;
  const names = rolesAsked(roles).flatMap((name) => {
    const role = repository.roles.get(name);
    return role === undefined ? [] : tagsOf(role).map(({ tag }) => tag);
  });
  const found = [...new Set(names)].sort().map((tag) => findTag(repository, tag, undefined, roles));
  const faults = found.flatMap(({ found: signed, checks: failed }) => (signed ? [] : failed));
  const tags = found.flatMap(({ found: signed }) =>
    signed === undefined
      ? []
      : [{ tag: signed.tag, digest: signed.digest, role: signed.role.name }],
  );
  return { gun, isVerified: faults.length === 0, checks: [...checks, ...faults.slice(0, 1)], tags };
}
