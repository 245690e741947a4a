import { PlimsollError, type TrustCheck } from "@plimsoll/core";
import { formatRfc3339 } from "../encoding/rfc3339.ts";
import { type VerifiedTimestamp, verifyTimestampToken } from "../timestamp/verify-token.ts";
import { check } from "../verify/check.ts";
import { type Certificate, parseCertificate } from "../x509/certificate.ts";
import { findValidityFault } from "../x509/chain.ts";
import type { Case } from "./case.ts";
import { actionFor } from "./levels.ts";
import type { NotationStore, NotationTrust } from "./trust.ts";

export interface CheckedTime {
  readonly check: TrustCheck;
  /** Milliseconds since 1970: when it was signed by a clock other than the signer's. */
  readonly signedAt?: number | undefined;
  /** The authority's timestamp, whose own certificates may be revoked. */
  readonly stamp?: VerifiedTimestamp | undefined;
}

/**
 * Whether the certificates were valid when it was signed (trust-store-trust-policy.md, "Validate
 * Trusted Timestamp"): at the time that a timestamping authority or the signing authority vouches
 * for, else now.
 */
export function checkTimestamp(judged: Case): CheckedTime {
  const { chain, envelope, now, trust } = judged;
  const { authenticSigningTime } = envelope;
  if (authenticSigningTime !== undefined) {
    const when = `when the signing authority says it was signed, ${formatRfc3339(authenticSigningTime)}`;
    const fault =
      authenticSigningTime > now
        ? "The signing authority's time is in the future"
        : findValidityFault(chain, authenticSigningTime);
    return { ...validity(judged, fault, when), signedAt: authenticSigningTime };
  }
  if (!countsTimestamp(judged)) {
    return validity(judged, findValidityFault(chain, now), "now; no timestamp was looked at");
  }
  if (envelope.timestamp === undefined) {
    return validity(judged, "There is no timestamp, and the trust asks for one", "");
  }
  const stamp = verifyTimestampToken(envelope.timestamp, envelope.signature, readRoots(trust));
  if ("fault" in stamp) return validity(judged, stamp.fault, "");
  const fault =
    stamp.from > now
      ? "The timestamp is from the future"
      : findValidityFault(chain, stamp.from, stamp.to);
  const when = `at the time of the timestamp, ${formatRfc3339(stamp.time)}`;
  return { ...validity(judged, fault, when), signedAt: stamp.time, stamp };
}

/** notation looks at timestamps only where a trust store for them is named. */
function countsTimestamp({ chain, now, trust }: Case): boolean {
  if (!trust.stores.some(({ kind }) => kind === "tsa")) return false;
  if (trust.verifyTimestamp !== "afterCertExpiry") return true;
  return chain.some(({ notAfter }) => now > notAfter);
}

/** @throws PlimsollError `INVALID_CONFIG`: these certificates are the caller's, not the signature's */
function readRoots({ stores }: NotationTrust): Certificate[] {
  return stores.filter(({ kind }) => kind === "tsa").flatMap(readStore);
}

function readStore({ name, certificates }: NotationStore): Certificate[] {
  try {
    return certificates.map(parseCertificate);
  } catch (cause) {
    throw new PlimsollError("INVALID_CONFIG", `The trust store tsa:${name} cannot be read`, {
      cause,
    });
  }
}

function validity(judged: Case, fault: string | undefined, when: string): CheckedTime {
  if (fault === undefined) {
    return { check: check("timestamp", "pass", `The certificates were valid ${when}`) };
  }
  const result = actionFor("authenticTimestamp", judged.trust) === "enforce" ? "fail" : "warn";
  return { check: check("timestamp", result, fault) };
}

/** Whether the signer's own term has not run out. */
export function checkExpiry({ envelope, now, trust }: Case): TrustCheck {
  const { expiry } = envelope;
  if (expiry === undefined) return check("expiry", "pass", "The signature never expires");
  const at = formatRfc3339(expiry);
  // The specification counts the very second of the expiry as expired.
  if (now < expiry) return check("expiry", "pass", `The signature has not expired`, at);
  const result = actionFor("expiry", trust) === "enforce" ? "fail" : "warn";
  return check("expiry", result, "The signature has expired", at);
}
