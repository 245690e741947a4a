import { PlimsollError } from "@plimsoll/core";
import type { Reference } from "@plimsoll/registry";
import { formatRepository } from "../cosign/repository.ts";
import { isJsonObject, type JsonObject, parseJsonObject } from "../encoding/json.ts";
import { parseIdentities } from "./distinguished-name.ts";
import { storeName } from "./stores.ts";
import type { NotationAction, NotationLevel, NotationStore, NotationTrust } from "./trust.ts";

/** notation's trustpolicy.json, version 1.0 (trust-store-trust-policy.md). */
export interface NotationPolicy {
  readonly statements: readonly NotationStatement[];
}

/** What applies to some repositories. */
export interface NotationStatement {
  readonly name: string;
  /** `registry/repository`, each exact, or `*` alone for all that no other statement names. */
  readonly registryScopes: readonly string[];
  readonly level: NotationLevel | "skip";
  readonly override: {
    readonly authenticity?: "enforce" | "log";
    readonly authenticTimestamp?: "enforce" | "log";
    readonly expiry?: "enforce" | "log";
    readonly revocation?: NotationAction;
  };
  readonly verifyTimestamp: "always" | "afterCertExpiry";
  readonly stores: readonly Pick<NotationStore, "kind" | "name">[];
  /** As `NotationTrust.identities`; checked already. */
  readonly identities: readonly string[];
}

const maxPolicyBytes = 1024 * 1024;
const scopePattern =
  /^[a-zA-Z0-9.-]+(?::\d+)?\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/;
const storePattern = /^(ca|signingAuthority|tsa):(.+)$/;
const levelNames = ["strict", "permissive", "audit", "skip"] as const;
const relaxable = ["authenticity", "authenticTimestamp", "expiry", "revocation"] as const;

/**
 * Reads trustpolicy.json or trustpolicy.oci.json.
 *
 * @throws PlimsollError `INVALID_CONFIG` with the statement's name for anything that notation refuses
 */
export function parseNotationPolicy(json: string | Uint8Array): NotationPolicy {
  const bytes = typeof json === "string" ? Buffer.from(json) : json;
  if (bytes.length > maxPolicyBytes) throw invalid("the file is too large");
  const document = readJson(bytes);
  if (document.version !== "1.0") throw invalid('its version is not "1.0"');
  const { trustPolicies } = document;
  if (!Array.isArray(trustPolicies) || trustPolicies.length === 0) {
    throw invalid("it has no trustPolicies");
  }
  const statements = trustPolicies.map(readStatement);
  refuseRepetition(statements);
  return { statements };
}

/**
 * What a policy asks of an image: `skip` when it asks for nothing, `undefined` when no statement covers
 * the repository (which notation takes for a refusal).
 *
 * @throws PlimsollError `INVALID_CONFIG` when the statement names a store that there is not
 */
export function notationTrustFor(
  policy: NotationPolicy,
  stores: readonly NotationStore[],
  reference: Pick<Reference, "registry" | "repository">,
): NotationTrust | "skip" | undefined {
  const names = [`${reference.registry}/${reference.repository}`, formatRepository(reference)];
  const { statements } = policy;
  const statement =
    statements.find(({ registryScopes }) =>
      registryScopes.some((scope) => names.includes(scope)),
    ) ?? statements.find(({ registryScopes }) => registryScopes[0] === "*");
  if (statement === undefined) return undefined;
  const { name, level, identities, override, verifyTimestamp } = statement;
  if (level === "skip") return "skip";
  const named = statement.stores.map((wanted) => {
    const store = stores.find((each) => each.kind === wanted.kind && each.name === wanted.name);
    if (store !== undefined) return store;
    throw invalid(`there is no trust store ${wanted.kind}:${wanted.name}`, name);
  });
  return { stores: named, identities, level, verifyTimestamp, ...override };
}

function readJson(bytes: Uint8Array): JsonObject {
  try {
    return parseJsonObject(bytes);
  } catch (cause) {
    throw invalid(cause instanceof Error ? cause.message : "it cannot be read", undefined, cause);
  }
}

function readStatement(value: unknown): NotationStatement {
  if (!isJsonObject(value)) throw invalid("a statement is not an object");
  const name = typeof value.name === "string" ? value.name : "";
  if (name === "") throw invalid("a statement has no name");
  const verification = value.signatureVerification;
  if (!isJsonObject(verification)) throw invalid("it has no signatureVerification", name);
  const level = levelNames.find((each) => each === verification.level);
  if (level === undefined)
    throw invalid("its level is none of strict, permissive, audit, skip", name);
  const stores = readTexts(value.trustStores ?? [], "trustStores", name).map((text) =>
    readStore(text, name),
  );
  const identities = readTexts(value.trustedIdentities ?? [], "trustedIdentities", name);
  if (level === "skip" && (stores.length > 0 || identities.length > 0)) {
    throw invalid("it skips the verification, yet names stores or identities", name);
  }
  if (level !== "skip" && (stores.length === 0 || identities.length === 0)) {
    throw invalid("it names no trustStores, or no trustedIdentities", name);
  }
  refuseIdentities(identities, name);
  return {
    name,
    registryScopes: readScopes(value.registryScopes, level, name),
    level,
    override: readOverride(verification.override, level, name),
    verifyTimestamp: readVerifyTimestamp(verification.verifyTimestamp, name),
    stores,
    identities,
  };
}

function readScopes(value: unknown, level: string, name: string): string[] {
  const scopes = readTexts(value, "registryScopes", name);
  if (scopes.length === 0) throw invalid("it has no registryScopes", name);
  if (scopes.includes("*")) {
    if (scopes.length > 1) throw invalid("the scope * cannot have others beside it", name);
    if (level === "skip") throw invalid("the level skip cannot apply to the scope *", name);
    return scopes;
  }
  const broken = scopes.find((scope) => scope.length > 512 || !scopePattern.test(scope));
  if (broken !== undefined) {
    throw invalid("a scope is not a full name of a repository, such as ghcr.io/acme/app", name);
  }
  return scopes;
}

function readStore(text: string, statement: string): Pick<NotationStore, "kind" | "name"> {
  const [, kind, name = ""] = storePattern.exec(text) ?? [];
  if (kind !== undefined && storeName.test(name)) {
    return { kind: kind as NotationStore["kind"], name };
  }
  throw invalid(
    "a trust store is not written as ca:, signingAuthority: or tsa: and a name",
    statement,
  );
}

/** Checked now, because notation takes a policy with two overlapping identities for none. */
function refuseIdentities(identities: readonly string[], statement: string): void {
  for (const identity of identities) {
    if (identity === "*" || identity.startsWith("x509.subject:")) continue;
    throw invalid("an identity begins with neither x509.subject: nor is it *", statement);
  }
  try {
    parseIdentities(identities);
  } catch (cause) {
    throw invalid(cause instanceof Error ? cause.message : "an identity", statement, cause);
  }
}

function readOverride(
  value: unknown,
  level: string,
  statement: string,
): NotationStatement["override"] {
  if (value === undefined) return {};
  if (!isJsonObject(value) || level === "skip")
    throw invalid("its override fits nothing", statement);
  const override: Record<string, string> = {};
  for (const [key, action] of Object.entries(value)) {
    const isKnown = (relaxable as readonly string[]).includes(key);
    const allowed = key === "revocation" ? ["enforce", "log", "skip"] : ["enforce", "log"];
    if (!isKnown || typeof action !== "string" || !allowed.includes(action)) {
      throw invalid(`${JSON.stringify(key.slice(0, 40))} cannot be overridden so`, statement);
    }
    override[key] = action;
  }
  return override;
}

function readVerifyTimestamp(value: unknown, name: string): "always" | "afterCertExpiry" {
  if (value === undefined || value === "" || value === "always") return "always";
  if (value === "afterCertExpiry") return "afterCertExpiry";
  throw invalid("its verifyTimestamp is neither always nor afterCertExpiry", name);
}

function readTexts(value: unknown, field: string, name: string): string[] {
  if (Array.isArray(value) && value.every((each) => typeof each === "string")) return value;
  throw invalid(`its ${field} are not a list of texts`, name);
}

function refuseRepetition(statements: readonly NotationStatement[]): void {
  const names = new Set<string>();
  const scopes = new Set<string>();
  for (const { name, registryScopes } of statements) {
    if (names.has(name)) throw invalid("another statement has the same name", name);
    names.add(name);
    for (const scope of registryScopes) {
      if (scopes.has(scope)) throw invalid("another statement has the same scope", name);
      scopes.add(scope);
    }
  }
}

function invalid(why: string, statement?: string, cause?: unknown): PlimsollError {
  const where =
    statement === undefined ? "" : `, statement ${JSON.stringify(statement.slice(0, 80))}`;
  return new PlimsollError("INVALID_CONFIG", `notation's trust policy${where}: ${why}`, {
    action: "See the Notary Project's trust-store-trust-policy.md, version 1.0.",
    cause,
  });
}
