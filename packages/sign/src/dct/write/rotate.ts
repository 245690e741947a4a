import type { KeyObject } from "node:crypto";
import type { JsonObject } from "../../encoding/json.ts";
import { keyIdOf, parseTufKey } from "../key.ts";
import type { BaseRole } from "../names.ts";
import type { DctRepository } from "../repository.ts";
import {
  type ChangeInput,
  type Changes,
  changeRepository,
  type DctWriteOptions,
} from "./change.ts";
import { type DocumentSigner, requireOwnSigners } from "./compose.ts";
import { contentOf } from "./content.ts";
import { makeKey, readServerKey } from "./initialise.ts";
import { encodeRootKey } from "./root-certificate.ts";

export interface RotateOptions extends DctWriteOptions {
  readonly role: BaseRole;
  /** For `snapshot`: who holds the key from now on; default: the server. The timestamp's is always the server's. */
  readonly heldBy?: "server" | "own" | undefined;
}

export interface RotatedKey {
  readonly gun: string;
  readonly role: BaseRole;
  /** The new key, as in root.json and as key files are named. For `root`: the one to pin from now on. */
  readonly key: { readonly id: string; readonly canonicalId: string };
}

/**
 * Gives a role another key. It takes the root key; a new root is signed by the old key and the new
 * one, so that who pinned the old one can follow.
 *
 * @throws PlimsollError as `changeRepository`
 */
export async function rotate(options: RotateOptions): Promise<RotatedKey> {
  const { role } = options;
  // Made once, also when somebody else publishes meanwhile.
  let replacement: Promise<Replacement> | undefined;
  let key: JsonObject = {};
  const { repository } = await changeRepository(options, async (input) => {
    replacement ??= makeReplacement(input, options);
    const { json, privateKey } = await replacement;
    key = json;
    return planRotation(input, role, json, privateKey);
  });
  const { id, canonicalId } = parseTufKey(key);
  return { gun: repository.gun, role, key: { id, canonicalId } };
}

interface Replacement {
  readonly json: JsonObject;
  /** Absent when the server holds it. */
  readonly privateKey?: KeyObject;
}

async function makeReplacement(
  { server, repository, keys, nowMs }: ChangeInput,
  { role, heldBy }: RotateOptions,
): Promise<Replacement> {
  const { gun } = repository;
  if (role === "timestamp" || (role === "snapshot" && heldBy !== "own")) {
    const held = await readServerKey(server, role);
    // The server's key for a role it does not sign yet is as good as new.
    const isUsed = repository.root.roles[role].keyIds.includes(keyIdOf(held));
    return { json: isUsed ? await readServerKey(server, role, true) : held };
  }
  if (role !== "root") return makeKey(keys, role, gun);
  const { privateKey } = await makeKey(keys, "root", undefined);
  return { json: await encodeRootKey(privateKey, gun, nowMs), privateKey };
}

async function planRotation(
  { repository, keys }: ChangeInput,
  role: BaseRole,
  json: JsonObject,
  privateKey: KeyObject | undefined,
): Promise<Changes> {
  const { root, roles } = repository;
  const signers: DocumentSigner[] = await requireOwnSigners(
    "root",
    root.roles.root,
    root.keys,
    keys,
  );
  if (role === "root" && privateKey !== undefined) {
    signers.push({ id: keyIdOf(json), privateKey });
  }
  const changed = { json: replaceKey(repository, role, json), signers };
  if (role !== "targets") return { root: changed, roles: [] };
  const targets = roles.get("targets")!;
  const key = parseTufKey(json);
  const next = {
    ...targets,
    role: { keyIds: [key.id], threshold: 1 },
    keys: new Map([[key.id, key]]),
  };
  return { root: changed, roles: [{ role: next, json: contentOf(targets) }] };
}

/** The root with one key in place of a role's keys; keys that no role has any more are left out. */
function replaceKey({ root }: DctRepository, role: BaseRole, key: JsonObject): JsonObject {
  const id = keyIdOf(key);
  const roles = {
    ...(root.json.roles as Readonly<Record<string, JsonObject>>),
    [role]: { keyids: [id], threshold: 1 },
  };
  const all = { ...(root.json.keys as JsonObject), [id]: key };
  const listed = new Set(Object.values(roles).flatMap(({ keyids }) => keyids as string[]));
  const keys = Object.fromEntries(Object.entries(all).filter(([each]) => listed.has(each)));
  return { ...root.json, keys, roles };
}
