import { PlimsollError } from "@plimsoll/core";
import type { Predicate } from "./predicate.ts";
import { predicateTypes } from "./types.ts";

export interface VerificationSummary {
  /** URI of who verified. */
  readonly verifier: string;
  /** RFC 3339 */
  readonly timeVerified: string;
  /** URI of what was verified, e.g. `ghcr.io/acme/shop@sha256:…`. */
  readonly resourceUri: string;
  readonly policy: { readonly uri: string; readonly digest?: Readonly<Record<string, string>> };
  readonly result: "PASSED" | "FAILED";
  /** E.g. `SLSA_BUILD_LEVEL_3`; none when it failed. */
  readonly verifiedLevels: readonly string[];
}

/**
 * That somebody verified an image by a policy (slsa.dev, "Verification Summary Attestation", v1).
 *
 * @throws PlimsollError `INVALID_ARGUMENT` for a time that is none
 */
export function verificationSummary(summary: VerificationSummary): Predicate {
  const { verifier, timeVerified, resourceUri, policy, result, verifiedLevels } = summary;
  if (Number.isNaN(Date.parse(timeVerified))) {
    throw new PlimsollError("INVALID_ARGUMENT", "The time of the verification is not RFC 3339");
  }
  return {
    predicateType: predicateTypes.vsa,
    predicate: {
      verifier: { id: verifier },
      timeVerified,
      resourceUri,
      policy,
      verificationResult: result,
      verifiedLevels: result === "PASSED" ? verifiedLevels : [],
      slsaVersion: "1.0",
    },
  };
}
