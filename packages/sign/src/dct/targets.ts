import {
  type FileMeta,
  parseDocument,
  parseFileMeta,
  parseKeys,
  parseRole,
  type TufDocument,
  type TufRole,
} from "./document.ts";
import { entriesOf, listOf, malformed, objectOf, textOf } from "./json-fields.ts";
import type { TufKey } from "./key.ts";
import { dctLimits } from "./limits.ts";
import { isChildOf } from "./names.ts";

/** A role that may sign for some names, and who signs for it. */
export interface Delegation extends TufRole {
  readonly name: string;
  /** Beginnings of names; the empty one is that of every name. */
  readonly paths: readonly string[];
}

/** targets.json or a delegation's: digests by tag, and further delegations. */
export interface Targets extends TufDocument {
  readonly targets: ReadonlyMap<string, FileMeta>;
  readonly keys: ReadonlyMap<string, TufKey>;
  readonly delegations: readonly Delegation[];
}

const maxTargets = 100_000;

/**
 * @param role the role that the document is of: its delegations must be one level below it
 * @throws PlimsollError `MALFORMED`, `LIMIT_EXCEEDED`
 */
export function parseTargets(bytes: Buffer, role: string): Targets {
  const document = parseDocument(bytes, "Targets");
  const delegated = objectOf(document.json.delegations ?? {}, "delegations");
  const keys = parseKeys(delegated.keys);
  const delegations = listOf(delegated.roles, "delegations", dctLimits.roles).map((value) =>
    parseDelegation(value, role, keys),
  );
  if (new Set(delegations.map(({ name }) => name)).size !== delegations.length) {
    throw malformed("it delegates to one role twice");
  }
  const targets = entriesOf(document.json.targets, "targets", maxTargets).map(
    ([name, value]): [string, FileMeta] => [name, parseFileMeta(value, "a target")],
  );
  return { ...document, targets: new Map(targets), keys, delegations };
}

/** True when one of the beginnings is that of the name. */
export function coversName(paths: readonly string[], name: string): boolean {
  return paths.some((path) => name.startsWith(path));
}

/** What a child may sign for: its own paths, as far as they lie within its parent's. */
export function restrictPaths(parent: readonly string[], child: readonly string[]): string[] {
  return child.filter((path) => coversName(parent, path));
}

function parseDelegation(
  value: unknown,
  parent: string,
  keys: ReadonlyMap<string, TufKey>,
): Delegation {
  const json = objectOf(value, "a delegation");
  const name = textOf(json.name, "a delegation's name");
  if (!isChildOf(parent, name)) {
    const shown = JSON.stringify(name.slice(0, 80));
    throw malformed(`it delegates to ${shown}, which is not a role one level below ${parent}`);
  }
  const paths = listOf(json.paths, "paths", dctLimits.paths).map((path) => textOf(path, "a path"));
  return { name, paths, ...parseRole(json, name, keys) };
}
