import type { TrustCheck } from "@plimsoll/core";
import { RFC3161Timestamp } from "@sigstore/core";
import { check } from "../verify/check.ts";
import { askAboutTimestamp } from "./engine.ts";
import type { SignedMaterial, TrustedTime } from "./material.ts";
import { findTimestampFault } from "./timestamp-profile.ts";
import type { TrustedAuthority, TrustedRoot } from "./trusted-root.ts";

/** A bundle has one or two. */
const maxTimestamps = 32;

/** Timestamps of authorities, judged. */
export interface CheckedTimestamps {
  readonly times: readonly TrustedTime[];
  /** What is wrong with one by an authority that the root knows. */
  readonly fault?: string | undefined;
  readonly unknownAuthorities: number;
}

/** Judges the timestamps of a signature. One by an authority that the root does not know proves nothing. */
export function judgeTimestamps(
  { timestamps, signature }: SignedMaterial,
  root: TrustedRoot,
  now: Date,
): CheckedTimestamps {
  const none = { times: [], unknownAuthorities: 0 };
  if (timestamps.length > maxTimestamps) {
    return { ...none, fault: `there are more than ${maxTimestamps}` };
  }
  const times: TrustedTime[] = [];
  let unknownAuthorities = 0;
  for (const bytes of timestamps) {
    const judged = judgeTimestamp(bytes, signature, root, now);
    if ("fault" in judged) return { ...none, fault: judged.fault };
    if (judged.time === undefined) unknownAuthorities += 1;
    else times.push(judged.time);
  }
  const ids = times.map(({ moment, source }) => `${moment.getTime()} ${source}`);
  if (new Set(ids).size < ids.length) return { ...none, fault: "the same one comes twice" };
  return { times, unknownAuthorities };
}

function judgeTimestamp(
  bytes: Buffer,
  signature: Buffer,
  root: TrustedRoot,
  now: Date,
): { fault: string } | { time: TrustedTime | undefined } {
  try {
    const timestamp = RFC3161Timestamp.parse(Buffer.from(bytes));
    const authorities = root.timestampAuthorities.filter((one) => isSigner(one, timestamp));
    if (authorities.length === 0) return { time: undefined };
    // A rotated authority may be listed twice with the same certificate.
    const faults = authorities.map(
      (authority) =>
        askAboutTimestamp(timestamp, [authority], signature) ??
        findTimestampFault(timestamp, authority.certChain[0]!),
    );
    if (!faults.includes(undefined)) return { fault: faults[0]! };
    const moment = timestamp.signingTime;
    if (moment > now) return { fault: "its time is in the future" };
    const serial = timestamp.signerSerialNumber.toString("hex");
    return { time: { moment, source: `timestamping certificate ${serial}` } };
  } catch {
    return { fault: "it cannot be read" };
  }
}

function isSigner({ certChain }: TrustedAuthority, timestamp: RFC3161Timestamp): boolean {
  const [certificate] = certChain;
  if (certificate === undefined) return false;
  const { serialNumber, issuer } = certificate;
  return serialNumber.equals(timestamp.signerSerialNumber) && issuer.equals(timestamp.signerIssuer);
}

/**
 * Says whether anything trusted tells when the signature was made. A certificate is valid for minutes,
 * so that without a time it proves nothing.
 *
 * @param logged times that logs have promised
 */
export function checkTimestamp(
  judged: CheckedTimestamps,
  logged: readonly TrustedTime[],
): TrustCheck {
  const name = "timestamp";
  if (judged.fault !== undefined) {
    return check(name, "fail", `A timestamp does not hold: ${judged.fault}`);
  }
  const times = [...judged.times, ...logged];
  const evidence = times
    .map(({ moment, source }) => `${moment.toISOString()} ${source}`)
    .join(", ");
  if (times.length === 0) {
    const reason =
      judged.unknownAuthorities > 0
        ? "The trusted root does not know the authority of its timestamp"
        : "Neither a timestamping authority nor a log says when it was signed";
    return check(name, "fail", reason);
  }
  return judged.unknownAuthorities > 0
    ? check(name, "warn", "One more timestamp is of an authority that is not known", evidence)
    : check(name, "pass", "It is known when it was signed", evidence);
}
