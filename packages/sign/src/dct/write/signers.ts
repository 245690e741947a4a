import { createPublicKey, X509Certificate } from "node:crypto";
import { isPlimsollError, PlimsollError } from "@plimsoll/core";
import { isJsonObject, type JsonObject } from "../../encoding/json.ts";
import { parsePem } from "../../encoding/pem.ts";
import { encodeBareKey, encodeKey, keyIdOf, parseTufKey } from "../key.ts";
import { parseKeyFile } from "../keys/key-file.ts";
import { isDelegationName } from "../names.ts";
import type { DctRole } from "../repository.ts";
import { changeRepository, type DctWriteOptions } from "./change.ts";
import { findSigners } from "./compose.ts";
import { contentOf } from "./content.ts";

const releases = "targets/releases";

export interface AddSignerOptions extends DctWriteOptions {
  /** The signer's name: lower-case letters, digits, `-` and `_`. */
  readonly name: string;
  /** PEM: public keys or certificates. */
  readonly publicKeys: readonly string[];
}

/**
 * Lets a signer publish tags, as `docker trust signer add` does: the keys are added to the role
 * `targets/<name>`, and to `targets/releases`, which Docker pulls by. It takes the targets key.
 *
 * @throws PlimsollError `INVALID_ARGUMENT` for an impossible name or no key, `KEY_INVALID` for a key that
 * cannot be used; and as `changeRepository`
 */
export async function addSigner(options: AddSignerOptions): Promise<{ keyIds: readonly string[] }> {
  const role = roleOf(options.name);
  const keys = options.publicKeys.map(encodePublicKey);
  if (keys.length === 0) throw new PlimsollError("INVALID_ARGUMENT", "A signer needs a public key");
  const ids = keys.map(keyIdOf);
  await changeRepository(options, async ({ repository }) => {
    const targets = repository.roles.get("targets")!;
    const added = Object.fromEntries(keys.map((key) => [keyIdOf(key), key]));
    const delegated = [role, releases].reduce(
      (roles, name) => addKeys(roles, name, ids),
      rolesOf(targets),
    );
    return { roles: [{ role: targets, json: withDelegations(targets, delegated, added) }] };
  });
  return { keyIds: ids };
}

export interface RemoveSignerOptions extends DctWriteOptions {
  readonly name: string;
  /** Also when nobody would be left to sign `targets/releases`: its tags are then signed by nobody. */
  readonly force?: boolean | undefined;
}

/**
 * Takes a signer's keys away, as `docker trust signer remove` does. Where an own key still signs for
 * `targets/releases`, that is signed anew, so that its tags go on counting.
 *
 * @returns `unsigned`: roles whose signature no longer counts until a remaining signer signs again
 * @throws PlimsollError `NOT_FOUND` for no such signer, `INVALID_ARGUMENT` for the last one without
 * `force`; and as `changeRepository`
 */
export async function removeSigner(
  options: RemoveSignerOptions,
): Promise<{ unsigned: readonly string[] }> {
  const role = roleOf(options.name);
  const { repository } = await changeRepository(options, async (input) => {
    const targets = input.repository.roles.get("targets")!;
    const before = rolesOf(targets);
    const removed = before.find(({ name }) => name === role);
    if (removed === undefined) {
      throw new PlimsollError("NOT_FOUND", "The repository has no such signer", { subject: role });
    }
    const others = before.filter(({ name }) => name !== role && name !== releases);
    const kept = new Set(others.flatMap(({ keyids }) => keyids));
    const gone = new Set(removed.keyids.filter((id) => !kept.has(id)));
    const after = before
      .filter(({ name }) => name !== role)
      .map((each) =>
        each.name === releases
          ? { ...each, keyids: each.keyids.filter((id) => !gone.has(id)) }
          : each,
      );
    const left = after.filter(({ keyids }) => keyids.length > 0);
    if (left.length < after.length && options.force !== true) {
      throw new PlimsollError("INVALID_ARGUMENT", "Nobody would be left to sign releases", {
        subject: role,
        action: "Add another signer first, or force it: tags signed so far then count no more.",
      });
    }
    const json = withDelegations(targets, left, {});
    const again = await signAgain(input.repository.roles.get(releases), left, options);
    return { roles: [{ role: targets, json }, ...again] };
  });
  const faulty = [...repository.roles.values()].filter(({ fault }) => fault !== undefined);
  return { unsigned: faulty.map(({ name }) => name) };
}

/** `targets/releases` with the keys that are left, where one of them is our own. */
async function signAgain(
  role: DctRole | undefined,
  left: readonly DelegationJson[],
  { keys }: DctWriteOptions,
) {
  const keyIds = left.find(({ name }) => name === releases)?.keyids;
  if (role?.document === undefined || keyIds === undefined) return [];
  const next = { ...role, role: { ...role.role, keyIds } };
  const signers = await findSigners(next.role, next.keys, keys);
  return signers.length < next.role.threshold ? [] : [{ role: next, json: contentOf(role) }];
}

/** A delegation as targets.json has it; fields unknown here are kept. */
interface DelegationJson extends JsonObject {
  readonly name: string;
  readonly keyids: readonly string[];
}

function rolesOf(targets: DctRole): DelegationJson[] {
  const { delegations } = contentOf(targets);
  const roles = isJsonObject(delegations) ? delegations.roles : undefined;
  // They were read as such when the document was verified.
  return Array.isArray(roles) ? (roles as DelegationJson[]) : [];
}

function addKeys(
  roles: readonly DelegationJson[],
  name: string,
  ids: readonly string[],
): DelegationJson[] {
  if (!roles.some((role) => role.name === name)) {
    return [...roles, { keyids: [...new Set(ids)], name, paths: [""], threshold: 1 }];
  }
  return roles.map((role) =>
    role.name === name ? { ...role, keyids: [...new Set([...role.keyids, ...ids])] } : role,
  );
}

/** The content with these delegations, and of all keys only those that they list. */
function withDelegations(
  targets: DctRole,
  roles: readonly DelegationJson[],
  added: Readonly<Record<string, JsonObject>>,
): JsonObject {
  const json = contentOf(targets);
  const before = isJsonObject(json.delegations) ? json.delegations.keys : undefined;
  const all = { ...(isJsonObject(before) ? before : {}), ...added };
  const listed = new Set(roles.flatMap(({ keyids }) => keyids));
  const keys = Object.fromEntries(Object.entries(all).filter(([id]) => listed.has(id)));
  return { ...json, delegations: { keys, roles } };
}

function roleOf(name: string): string {
  const role = `targets/${name}`;
  if (isDelegationName(role) && !name.includes("/") && role !== releases) return role;
  throw new PlimsollError("INVALID_ARGUMENT", "A signer cannot have this name", {
    subject: name.slice(0, 80),
    action: "Use lower-case letters, digits, - and _; releases is Docker's own.",
  });
}

/** Docker's own files of public keys say in a header whose they are. */
function encodePublicKey(text: string): JsonObject {
  const { pem } = parseKeyFile(text);
  const { label, bytes } = parsePem(pem);
  try {
    const json = label === "CERTIFICATE" ? encodeCertificate(bytes) : encodeBare(label, pem);
    parseTufKey(json);
    return json;
  } catch (cause) {
    const why = isPlimsollError(cause) ? cause.message : "it cannot be read as a public key";
    throw new PlimsollError("KEY_INVALID", `The signer's key cannot be used: ${why}`, {
      action: "Give a public key or a certificate in PEM.",
    });
  }
}

function encodeBare(label: string, pem: string): JsonObject {
  if (label === "PUBLIC KEY") return encodeBareKey(createPublicKey(pem));
  throw new PlimsollError("KEY_INVALID", "it is not a public key");
}

function encodeCertificate(der: Buffer): JsonObject {
  const certificate = new X509Certificate(der);
  const kind = certificate.publicKey.asymmetricKeyType === "rsa" ? "rsa-x509" : "ecdsa-x509";
  return encodeKey(kind, Buffer.from(certificate.toString()));
}
