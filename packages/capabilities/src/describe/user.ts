import type { ImageFacts } from "@plimsoll/image";
import { passwdInspector } from "../files/inspectors.ts";
import { isId, type PasswdEntry } from "../files/passwd.ts";

/** The image's users, from its visible `etc/passwd`. */
export function usersOf(facts: ImageFacts): readonly PasswdEntry[] {
  // A walk gives the facts of a file to its hard links too: `etc/passwd-` may be one.
  const visible = facts
    .of(passwdInspector)
    .find(({ path, hiddenBy }) => path === "etc/passwd" && hiddenBy === undefined);
  return visible?.fact ?? [];
}

/**
 * The user id that a container starts with: `USER name[:group]` through passwd(5), a number as
 * itself, nothing as root. Undefined for a name that the image does not know: an engine refuses to
 * start it, and a variable (`${UID}`) may stand for anybody.
 */
export function resolveUid(user: string, users: readonly PasswdEntry[]): number | undefined {
  const name = user.split(":", 1)[0]!.trim();
  if (name === "") return 0;
  const known = users.find((entry) => entry.name === name);
  if (known !== undefined) return known.uid;
  if (isId(name)) return Number(name);
  return name === "root" ? 0 : undefined;
}
