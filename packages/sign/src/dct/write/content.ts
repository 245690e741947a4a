import type { JsonObject } from "../../encoding/json.ts";
import type { DctRole } from "../repository.ts";

/** The content of targets that nothing was signed in yet. */
export const emptyTargets: JsonObject = {
  _type: "Targets",
  delegations: { keys: {}, roles: [] },
  targets: {},
};

/**
 * What a role signed so far, to be changed. What it signed and may not count for any more (a signer
 * was removed) is not taken over.
 */
export function contentOf({ document }: DctRole): JsonObject {
  return document?.json ?? emptyTargets;
}

/** The content with another map of tags. */
export function withTargets(
  role: DctRole,
  change: (targets: Record<string, unknown>) => void,
): JsonObject {
  const json = contentOf(role);
  const targets = { ...(json.targets as JsonObject | null) };
  change(targets);
  return { ...json, targets };
}
