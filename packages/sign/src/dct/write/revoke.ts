import { PlimsollError } from "@plimsoll/core";
import { changeRepository, type DctWriteOptions } from "./change.ts";
import { findSigners } from "./compose.ts";
import { withTargets } from "./content.ts";

export interface RevokeOptions extends DctWriteOptions {
  readonly tag: string;
}

export interface RevokedTag {
  readonly gun: string;
  readonly tag: string;
  /** Roles whose signature was withdrawn. */
  readonly roles: readonly string[];
  /** Roles that still sign the tag, because no key for them is at hand. */
  readonly remaining: readonly string[];
}

/**
 * Withdraws the signatures of a tag in every role that an own key signs for, as `docker trust revoke`
 * does. Who pinned older metadata and reaches no server may go on trusting it until it expires.
 *
 * @throws PlimsollError `NOT_FOUND` when nobody signed the tag, `KEY_INVALID` when no role that did can
 * be changed with the keys at hand; and as `changeRepository`
 */
export async function revoke(options: RevokeOptions): Promise<RevokedTag> {
  const { tag, keys } = options;
  let names: string[] = [];
  const { repository } = await changeRepository(options, async ({ repository: before }) => {
    const signed = [...before.roles.values()].filter(({ document }) => document?.targets.has(tag));
    if (signed.length === 0) {
      throw new PlimsollError("NOT_FOUND", "Nobody signed this tag", { subject: tag });
    }
    const own = [];
    for (const role of signed) {
      const signers = await findSigners(role.role, role.keys, keys);
      if (signers.length >= role.role.threshold) own.push(role);
    }
    if (own.length === 0) {
      throw new PlimsollError(
        "KEY_INVALID",
        "No key at hand is that of a role that signed the tag",
        {
          subject: signed.map(({ name }) => name).join(", "),
        },
      );
    }
    names = own.map(({ name }) => name);
    return {
      roles: own.map((role) => ({
        role,
        json: withTargets(role, (targets) => {
          delete targets[tag];
        }),
      })),
    };
  });
  const remaining = [...repository.roles.values()].flatMap(({ name, document }) =>
    document?.targets.has(tag) ? name : [],
  );
  return { gun: repository.gun, tag, roles: names, remaining };
}
