import type { FixState } from "../../advisory.ts";

// access.redhat.com/articles/11258 and the "resolution" of OVAL definitions.
const states = new Map<string, FixState>([
  ["affected", "affected"],
  ["none available", "affected"],
  ["fix deferred", "fix-deferred"],
  ["will not fix", "will-not-fix"],
  ["out of support scope", "end-of-life"],
  ["under investigation", "under-investigation"],
]);

/** What Red Hat's words say that it does about a vulnerability; `undefined` for other words. */
export function readFixState(words: string): FixState | undefined {
  return states.get(words.trim().toLowerCase());
}
