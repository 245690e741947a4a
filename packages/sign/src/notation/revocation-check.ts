import type { TrustCheck } from "@plimsoll/core";
import { formatRfc3339 } from "../encoding/rfc3339.ts";
import type { RevocationChecker } from "../revocation/revocation.ts";
import type { RevocationStatus } from "../revocation/status.ts";
import { check } from "../verify/check.ts";
import type { Certificate } from "../x509/certificate.ts";
import { readCrlUrls, readOcspUrls } from "../x509/extensions.ts";
import { formatName } from "../x509/name.ts";
import type { Case } from "./case.ts";
import { actionFor } from "./levels.ts";
import type { CheckedTime } from "./signing-time.ts";

/**
 * Whether none of the certificates was revoked: those of the signer, and those of the timestamp.
 * Places that an untrusted certificate names are never asked.
 */
export async function checkRevocation(
  judged: Case,
  isTrusted: boolean,
  time: CheckedTime,
  revocation: RevocationChecker,
): Promise<TrustCheck> {
  const action = actionFor("revocation", judged.trust);
  const unknown = action === "enforce" ? "fail" : "skipped";
  if (action === "skip") return check("revocation", "skipped", "The trust asks not to look it up");
  if (!isTrusted) {
    return check("revocation", unknown, "It is not looked up for a certificate without trust");
  }
  const chains = [judged.chain, ...(time.stamp === undefined ? [] : [time.stamp.chain])];
  if (judged.isOffline && chains.some(isAskedOnline)) {
    return check("revocation", unknown, "It cannot be looked up offline");
  }
  for (const [index, chain] of chains.entries()) {
    // A timestamp's own certificates count as of now: nobody vouches for an earlier time.
    const signedAt = index === 0 ? time.signedAt : undefined;
    const fault = findRevoked(chain, await revocation.check(chain), signedAt);
    if (fault === undefined) continue;
    const result = action === "enforce" ? "fail" : "warn";
    return check("revocation", result, fault.reason, formatName(fault.certificate.subjectName));
  }
  return chains.some(isAskedOnline)
    ? check("revocation", "pass", "No certificate was revoked")
    : check("revocation", "pass", "The certificates name no place that says what was revoked");
}

function isAskedOnline(chain: readonly Certificate[]): boolean {
  return chain.slice(0, -1).some(({ extensions }) => {
    try {
      return readOcspUrls(extensions).length > 0 || readCrlUrls(extensions).length > 0;
    } catch {
      // Then the checker says what is broken.
      return true;
    }
  });
}

interface Fault {
  readonly certificate: Certificate;
  readonly reason: string;
}

function findRevoked(
  chain: readonly Certificate[],
  statuses: readonly RevocationStatus[],
  signedAt: number | undefined,
): Fault | undefined {
  const faults = statuses.flatMap((status, index): Fault[] => {
    const reason = toFault(status, signedAt);
    return reason === undefined ? [] : [{ certificate: chain[index]!, reason }];
  });
  // That one is revoked says more than that another's status is not known.
  return faults.find(({ reason }) => reason.startsWith("A certificate was revoked")) ?? faults[0];
}

function toFault(status: RevocationStatus, signedAt: number | undefined): string | undefined {
  if (status.kind === "good") return undefined;
  if (status.kind === "unavailable") return `Whether it was revoked is not known: ${status.why}`;
  const { invalidFrom, revokedAt } = status;
  // Signed before the key was lost, by a clock that the signer does not set.
  const isBefore = signedAt !== undefined && invalidFrom !== undefined && signedAt < invalidFrom;
  return isBefore ? undefined : `A certificate was revoked at ${formatRfc3339(revokedAt)}`;
}
