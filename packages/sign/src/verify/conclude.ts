import type { Trust, TrustSignature } from "@plimsoll/core";
import type { Discovered } from "./source.ts";

/** What was found for one digest. */
export interface SubjectSignatures extends Discovered {
  /** Digest of the image's manifest, or of the index that lists it. */
  readonly digest: string;
}

/** The answer, from what was found for the image and, where it was looked at, for its index. */
export function concludeTrust(
  image: SubjectSignatures,
  index: SubjectSignatures | undefined,
  keys: number,
): Trust {
  const subjects = index === undefined ? [image] : [image, index];
  const signatures = subjects.flatMap((subject) => subject.signatures);
  const notes = `${noteAttestations(subjects)}${noteUnopened(subjects)}`;
  const verifiedSubject = subjects.find((subject) => subject.signatures.some(isVerified));
  const trust = (result: Trust["result"], reason: string): Trust => ({
    result,
    reason: reason + notes,
    digest: (verifiedSubject ?? image).digest,
    signatures,
  });
  const count = signatures.length;
  if (keys === 0) {
    const exist =
      count === 0
        ? "no signature was found"
        : `${counted(count)} ${count === 1 ? "was" : "were"} not checked`;
    return trust("notChecked", `No key was given, and ${exist}.`);
  }
  if (verifiedSubject !== undefined) {
    const verified = signatures.filter(isVerified).length;
    const share = verified === count ? counted(count) : `${verified} of ${counted(count)}`;
    const about = verifiedSubject === index ? ", for the index that lists the image" : "";
    return trust("verified", `Verified with a given key: ${share}${about}.`);
  }
  if (count > 0) {
    const why = firstFault(signatures);
    return trust("failed", `Not verified with a given key: ${counted(count)}. ${why}`);
  }
  if (subjects.some(({ unopened }) => unopened > 0)) {
    return trust("failed", "No signature was found among the referrers that were opened.");
  }
  return trust("unsigned", "No signature was found.");
}

function isVerified({ result }: TrustSignature): boolean {
  return result === "verified";
}

function counted(count: number): string {
  return count === 1 ? "1 signature" : `${count} signatures`;
}

function firstFault(signatures: readonly TrustSignature[]): string {
  const faults = signatures.flatMap(({ checks }) =>
    checks.filter(({ result }) => result === "fail"),
  );
  const fault = faults[0];
  return fault === undefined ? "" : `First fault: ${fault.name}: ${fault.reason}.`;
}

function noteAttestations(subjects: readonly SubjectSignatures[]): string {
  const types = subjects.flatMap(({ attestations }) => attestations);
  if (types.length === 0) return "";
  const shown = [...new Set(types)].slice(0, 3).map((type) => JSON.stringify(type));
  const noun = types.length === 1 ? "1 attestation" : `${types.length} attestations`;
  return ` Not counted, because an attestation is not a signature: ${noun} (${shown.join(", ")}).`;
}

function noteUnopened(subjects: readonly SubjectSignatures[]): string {
  const unopened = subjects.reduce((sum, subject) => sum + subject.unopened, 0);
  return unopened === 0 ? "" : ` Too many were attached: ${unopened} were not opened.`;
}
