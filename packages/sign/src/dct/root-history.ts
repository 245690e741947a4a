import { PlimsollError } from "@plimsoll/core";
import { dctLimits } from "./limits.ts";
import { parseRoot, type Root } from "./root.ts";
import type { NotaryServer } from "./server.ts";
import { refuse } from "./steps.ts";
import { requireSigners } from "./threshold.ts";

/** Earlier versions of a root, each fetched at most once. */
export interface RootHistory {
  readonly latest: Root;
  /** @throws PlimsollError `SIGNATURE_INVALID` when the server does not have it */
  version(number: number): Promise<Root>;
}

export function openHistory(server: NotaryServer, latest: Root): RootHistory {
  const roots = new Map([[latest.version, latest]]);
  return {
    latest,
    async version(number) {
      const known = roots.get(number);
      if (known !== undefined) return known;
      if (roots.size > dctLimits.rootRotations) {
        throw new PlimsollError("LIMIT_EXCEEDED", "the root has been rotated too often");
      }
      const bytes = await server.get(`${number}.root`, dctLimits.rootBytes);
      if (bytes === undefined) throw refuse(`version ${number} of the root is not there`);
      const root = parseRoot(bytes);
      if (root.version !== number) {
        throw refuse(`version ${root.version} of the root came in place of ${number}`);
      }
      roots.set(number, root);
      return root;
    },
  };
}

/**
 * A root is followed by one that its own keys and the new ones signed (TUF 1.0, 5.3).
 *
 * @throws PlimsollError `SIGNATURE_INVALID`
 */
export function requireSuccessor(previous: Root, next: Root): void {
  const what = `Version ${next.version} of the root`;
  if (next.version !== previous.version + 1) throw refuse(`${what} does not follow`);
  requireSigners(
    `${what}, by the keys of the version before,`,
    next,
    previous.roles.root,
    previous.keys,
  );
  requireSigners(what, next, next.roles.root, next.keys);
}

/**
 * Follows the rotations from a root that is trusted to the latest one.
 *
 * @throws PlimsollError `SIGNATURE_INVALID` for any that its predecessor did not sign, and for a
 * latest one that is older or another of the same version
 */
export async function followRotations(trusted: Root, history: RootHistory): Promise<void> {
  const { latest } = history;
  if (latest.version < trusted.version) {
    throw refuse(`the root went back from version ${trusted.version} to ${latest.version}`);
  }
  if (latest.version - trusted.version > dctLimits.rootRotations) {
    throw new PlimsollError("LIMIT_EXCEEDED", "the root has been rotated too often");
  }
  if (latest.version === trusted.version && !latest.signed.equals(trusted.signed)) {
    throw refuse(`version ${latest.version} of the root is another than it was`);
  }
  let previous = trusted;
  for (let number = trusted.version + 1; number <= latest.version; number += 1) {
    const next = await history.version(number);
    requireSuccessor(previous, next);
    previous = next;
  }
}
