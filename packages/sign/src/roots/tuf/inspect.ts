import { PlimsollError } from "@plimsoll/core";
import { isJsonObject, type JsonObject, parseJsonObject } from "../../encoding/json.ts";
import { keyIdentity } from "./key-identity.ts";
import { tufLimits } from "./limits.ts";

/**
 * Refuses TUF metadata that tuf-js would take although it can be read in two ways, or lets one key
 * count as several. It verifies no signature; tuf-js does that.
 *
 * @throws PlimsollError `MALFORMED` or `LIMIT_EXCEEDED`
 */
export function inspectMetadata(bytes: Uint8Array): void {
  const { signed } = parseJsonObject(bytes);
  if (!isJsonObject(signed)) throw malformed("nothing in it is signed");
  requireVersion(signed.version, "its version");
  // TUF specification 4.2: ISO 8601, UTC. A date that a reader has to guess would never expire for some.
  if (typeof signed.expires !== "string" || !isUtcTime(signed.expires)) {
    throw malformed("its expiry is not a time in UTC");
  }
  inspectMeta(signed.meta);
  if (isJsonObject(signed.roles)) inspectRoles(Object.entries(signed.roles), signed.keys);
  if (isJsonObject(signed.delegations)) inspectDelegations(signed.delegations);
}

/** What snapshot and timestamp say of other files. */
function inspectMeta(meta: unknown): void {
  if (!isJsonObject(meta)) return;
  const entries = Object.entries(meta);
  requireFew(entries.length, "files");
  for (const [name, file] of entries) {
    requirePlainName(name);
    if (isJsonObject(file)) requireVersion(file.version, "the version of a file in it");
  }
}

function inspectDelegations({ roles, keys, succinct_roles }: JsonObject): void {
  const listed = Array.isArray(roles) ? roles.filter(isJsonObject) : [];
  inspectRoles(
    listed.map((role) => [String(role.name), role]),
    keys,
  );
  if (isJsonObject(succinct_roles)) inspectRoles([["succinct roles", succinct_roles]], keys);
}

function inspectRoles(roles: readonly (readonly [string, unknown])[], keys: unknown): void {
  const known = isJsonObject(keys) ? keys : {};
  const names = Object.keys(known);
  requireFew(names.length, "keys");
  requireFew(roles.length, "roles");
  names.forEach(requirePlainName);
  for (const [name, role] of roles) {
    requirePlainName(name);
    if (!isJsonObject(role) || !Array.isArray(role.keyids)) continue;
    requireFew(role.keyids.length, "keys of a role");
    requireDistinctKeys(role.keyids, known);
  }
}

/** Threshold counts keys, not the ids that somebody gave them (CVE-2026-23992 in another client). */
function requireDistinctKeys(keyIds: readonly unknown[], keys: JsonObject): void {
  const seen = new Set<string>();
  for (const keyId of keyIds) {
    if (typeof keyId !== "string" || !Object.hasOwn(keys, keyId)) continue;
    const identity = keyIdentity(keys[keyId]);
    if (identity === undefined) continue;
    if (seen.has(identity)) throw malformed("a role in it has the same key under two ids");
    seen.add(identity);
  }
}

function requireVersion(version: unknown, what: string): void {
  if (!Number.isSafeInteger(version) || (version as number) < 1) {
    throw malformed(`${what} is not a positive whole number`);
  }
}

/** Names become properties of objects. */
function requirePlainName(name: string): void {
  if (name in {}) throw malformed("a name in it is one of JavaScript's own properties");
}

function requireFew(count: number, what: string): void {
  if (count <= tufLimits.entries) return;
  throw new PlimsollError(
    "LIMIT_EXCEEDED",
    `The metadata has more than ${tufLimits.entries} ${what}`,
  );
}

function isUtcTime(text: string): boolean {
  return (
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/.test(text) && !Number.isNaN(Date.parse(text))
  );
}

function malformed(why: string): PlimsollError {
  return new PlimsollError("MALFORMED", `The metadata is refused: ${why}`);
}
