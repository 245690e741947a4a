import { PlimsollError } from "@plimsoll/core";
import type { DctKeys } from "../keys/key-folder.ts";
import type { DctRepository, DctRole } from "../repository.ts";
import { coversName } from "../targets.ts";
import { findSigners } from "./compose.ts";

/**
 * The roles to sign a tag in: those asked for; else, as Docker does, every delegation that an own key
 * signs for, or `targets` where nobody was delegated to.
 *
 * @throws PlimsollError `NOT_FOUND` for a role that is not there, `KEY_INVALID` without a fitting key,
 * `INVALID_ARGUMENT` for a role that may not sign the tag
 */
export async function rolesToSign(
  { roles }: DctRepository,
  keys: DctKeys,
  tag: string,
  asked: readonly string[] | undefined,
): Promise<DctRole[]> {
  if (asked !== undefined && asked.length > 0) return asked.map((name) => pick(roles, name, tag));
  const delegations = [...roles.values()].filter(({ name }) => name !== "targets");
  if (delegations.length === 0) return [roles.get("targets")!];
  const own: DctRole[] = [];
  for (const each of delegations) {
    const signers = coversName(each.paths, tag)
      ? await findSigners(each.role, each.keys, keys)
      : [];
    if (signers.length >= each.role.threshold) own.push(each);
  }
  if (own.length > 0) return own;
  throw new PlimsollError("KEY_INVALID", "No key at hand is that of a signer of the repository", {
    subject: delegations.map(({ name }) => name).join(", "),
    action: "Add the key as a signer's, or name the role to sign in, e.g. targets.",
  });
}

function pick(roles: ReadonlyMap<string, DctRole>, name: string, tag: string): DctRole {
  const role = roles.get(name);
  if (role === undefined) {
    throw new PlimsollError("NOT_FOUND", `The repository has no role ${name.slice(0, 80)}`, {
      subject: [...roles.keys()].join(", "),
    });
  }
  if (coversName(role.paths, tag)) return role;
  throw new PlimsollError("INVALID_ARGUMENT", `${name} may not sign the tag ${tag}`, {
    subject: role.paths.slice(0, 10).join(", "),
  });
}
