import { sha256Hex } from "./sha256.ts";

/**
 * A finding's fingerprint: 32 hexadecimal digits that depend only on the rule and on what
 * identifies the finding, so that waivers and differences survive moved lines and new runs.
 */
export function fingerprintOf(rule: string, identity: readonly (string | undefined)[]): string {
  // JSON keeps ["a", "b"] and ["a|b"] apart, whatever the strings hold.
  return sha256Hex(JSON.stringify([rule, ...identity.map((part) => part ?? null)])).slice(0, 32);
}
