import type { PublicKey } from "../keys/public-key.ts";
import type { TrustPolicy } from "./policy.ts";

/** The policy that any of these keys may have signed any image; without keys nothing is accepted. */
export function policyOfKeys(keys: readonly PublicKey[]): TrustPolicy {
  const deny = { keys: [], certificates: [], digests: [], identities: [] };
  const rule = {
    images: ["**"],
    level: "strict" as const,
    mode: "any-of" as const,
    signatories: keys.map((key) => ({
      kind: "key" as const,
      name: `key ${key.keyId.slice(0, 16)}`,
      keys: [key],
    })),
    threshold: 1,
    platforms: "index-or-all" as const,
    attestations: [],
    maxAgeDays: undefined,
    deny,
  };
  return { rules: [rule], deny, loadRoots: async () => [], isOffline: false };
}
