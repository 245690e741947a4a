import type { AttestationRequirement, TrustDeny, TrustLevel, TrustRule } from "@plimsoll/core";
import type { DctTrust } from "../dct/trust.ts";
import type { CertificateIdentity } from "../identity/identity.ts";
import type { IdentityMatcher } from "../identity/match-identity.ts";
import type { PublicKey } from "../keys/public-key.ts";
import type { NotationTrust } from "../notation/trust.ts";

/** Somebody who may sign, with all that is needed to recognise it. `name` is what reports call it. */
export type Signatory =
  | { readonly kind: "key"; readonly name: string; readonly keys: readonly PublicKey[] }
  | {
      readonly kind: "keyless";
      readonly name: string;
      /** Any of them. */
      readonly identities: readonly CertificateIdentity[];
      /** The same, ready to use. */
      readonly matchers: readonly IdentityMatcher[];
    }
  | {
      readonly kind: "notation";
      readonly name: string;
      readonly trust: Omit<NotationTrust, "level">;
    }
  | { readonly kind: "dct"; readonly name: string; readonly trust: DctTrust };

/** An attestation that must be there. */
export interface WantedAttestation extends Pick<AttestationRequirement, "type" | "rules"> {
  /** Any of them may have signed it. */
  readonly from: readonly Signatory[];
}

/** A rule of the policy, its keys and certificates loaded. */
export interface PolicyRule {
  readonly images: readonly string[];
  readonly level: TrustLevel;
  /** Whether `threshold` of the signatories suffice, or all are needed. */
  readonly mode: "any-of" | "all-of";
  readonly signatories: readonly Signatory[];
  readonly threshold: number;
  readonly platforms: TrustRule["platforms"];
  readonly attestations: readonly WantedAttestation[];
  readonly maxAgeDays: number | undefined;
  /** What the rule and the policy deny. */
  readonly deny: TrustDeny;
}

/** Who must have signed which images. Made by `loadTrustPolicy`. */
export interface TrustPolicy {
  readonly rules: readonly PolicyRule[];
  /** What is denied for every image, also those that no rule names. */
  readonly deny: TrustDeny;
  /** Parsed `trusted_root.json` documents; called only when a keyless signature is to be judged. */
  readonly loadRoots: () => Promise<readonly unknown[]>;
  readonly isOffline: boolean;
}
