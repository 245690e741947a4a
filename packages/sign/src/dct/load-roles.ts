import { PlimsollError, type TrustCheck } from "@plimsoll/core";
import { check } from "../verify/check.ts";
import type { FileMeta, TufRole } from "./document.ts";
import type { TufKey } from "./key.ts";
import { dctLimits } from "./limits.ts";
import type { Snapshot } from "./meta.ts";
import type { DctRole } from "./repository.ts";
import { requireNoRollback } from "./rollback.ts";
import type { Root } from "./root.ts";
import { isRefusal, refuse, step } from "./steps.ts";
import { parseTargets, restrictPaths, type Targets } from "./targets.ts";
import { requireFresh, requireSigners } from "./threshold.ts";

export interface RolesSource {
  readonly root: Root;
  readonly snapshot: Snapshot;
  /** Versions that were seen before. */
  readonly remembered: ReadonlyMap<string, number> | undefined;
  readonly nowMs: number;
  /** A document by its digest, compared with it. */
  fetch(role: string, meta: FileMeta): Promise<Buffer>;
}

/** A role that somebody named, before its document is looked at. */
interface NamedRole {
  readonly name: string;
  readonly paths: readonly string[];
  readonly role: TufRole;
  readonly keys: ReadonlyMap<string, TufKey>;
}

/**
 * Reads `targets` and every delegation below it. A document that the server does not have as listed
 * fails everything; one that its signers left unsigned or let expire costs the delegation alone.
 */
export async function loadRoles(
  checks: TrustCheck[],
  source: RolesSource,
): Promise<Map<string, DctRole>> {
  const { root } = source;
  const roles = new Map<string, DctRole>();
  const first: NamedRole = {
    name: "targets",
    paths: [""],
    role: root.roles.targets,
    keys: root.keys,
  };
  const waiting = [first];
  let size = 0;
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const named = next;
    const meta = source.snapshot.meta.get(named.name);
    size += meta?.length ?? 0;
    const isTargets = named === first;
    const loaded = await step(checks, isTargets ? "targets" : "delegation", async () => {
      if (roles.size >= dctLimits.roles || size > dctLimits.allTargetsBytes) {
        throw new PlimsollError("LIMIT_EXCEEDED", "there are too many delegations");
      }
      const value = await readRole(source, named, meta);
      return { value, ...describe(value) };
    });
    if (loaded.fault !== undefined) amend(checks, loaded.fault);
    roles.set(loaded.name, loaded);
    for (const { name, paths, ...role } of loaded.document?.delegations ?? []) {
      const keys = loaded.document!.keys;
      waiting.push({ name, paths: restrictPaths(loaded.paths, paths), role, keys });
    }
  }
  return roles;
}

async function readRole(
  source: RolesSource,
  named: NamedRole,
  meta: FileMeta | undefined,
): Promise<DctRole> {
  const { name, role, keys } = named;
  if (meta === undefined) {
    // Rollback by leaving out: what was signed before must still be there.
    if (source.remembered?.has(name)) throw refuse(`${name} was there before, and is no more`);
    return { ...named, signers: [] };
  }
  const bytes = await source.fetch(name, meta);
  let document: Targets | undefined;
  let signers: readonly TufKey[];
  try {
    document = parseTargets(bytes, name);
    signers = requireSigners(name, document, role, keys);
    requireFresh(name, document, source.nowMs);
  } catch (error) {
    if (name === "targets" || !isRefusal(error)) throw error;
    const rejected = document === undefined ? {} : { rejected: document };
    return { ...named, signers: [], fault: error.message, ...rejected };
  }
  requireNoRollback(name, document.version, source.remembered);
  return { ...named, document, signers };
}

function describe({ name, document }: DctRole): { reason: string; evidence?: string } {
  if (document === undefined) return { reason: `${name} has signed nothing` };
  const count = document.targets.size;
  const reason = `Version ${document.version} of ${name} is signed, and listed in the snapshot: ${count} tags`;
  return { reason, evidence: `until ${document.expires}` };
}

/** A delegation that does not count is no fault of the repository: it is told as a warning. */
function amend(checks: TrustCheck[], fault: string): void {
  checks[checks.length - 1] = check("delegation", "warn", `Not used: ${fault}`);
}
