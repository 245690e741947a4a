import type { TrustCheck, TrustSigner } from "@plimsoll/core";
import type { PublicKey } from "../keys/public-key.ts";
import { check } from "../verify/check.ts";
import { checkLog } from "./check-log.ts";
import { checkTimestamp, judgeTimestamps } from "./check-timestamp.ts";
import type { SignedMaterial, TrustedTime } from "./material.ts";
import { readTrustedRoot } from "./trusted-root.ts";

/** From when to when a key may sign; both ends belong to it. */
export interface KeyValidity {
  readonly start?: Date | undefined;
  readonly end?: Date | undefined;
}

/** What a signature by a key is held against beside the key. */
export interface KeyQuestion {
  readonly key: PublicKey;
  readonly validFor?: KeyValidity | undefined;
  /** Parsed `trusted_root.json`; without it log entries and timestamps are not looked at. */
  readonly trustedRoot?: unknown;
  readonly now: Date;
}

/**
 * Checks a signature by a key known beforehand, with the log entries and timestamps that came along. None
 * are needed, but what is there must hold.
 *
 * @throws PlimsollError `MALFORMED` or `LIMIT_EXCEEDED` for a broken trusted root
 */
export function checkKeyMaterial(
  material: SignedMaterial,
  question: KeyQuestion,
): { checks: TrustCheck[]; signer?: TrustSigner } {
  const { key, trustedRoot } = question;
  const isOurs = material.content.isSignedBy(key, material.signature);
  const checks = [
    isOurs
      ? check(
          "signature",
          "pass",
          "It was made over exactly these bytes by the given key",
          `key ${key.keyId}`,
        )
      : check("signature", "fail", "The given key did not make it over these bytes"),
  ];
  const proven = trustedRoot === undefined ? ignoreProof(material) : checkProof(material, question);
  checks.push(...proven.checks, ...checkValidity(question, proven.times));
  const signer: TrustSigner = { kind: "key", name: key.keyId };
  return isOurs ? { checks, signer } : { checks };
}

interface Proof {
  readonly checks: readonly TrustCheck[];
  readonly times: readonly TrustedTime[];
}

function ignoreProof({ entries, timestamps }: SignedMaterial): Proof {
  if (entries.length === 0 && timestamps.length === 0) return { checks: [], times: [] };
  const reason = "No trusted root was given to check its log entries and timestamps with";
  return { checks: [check("transparency-log", "skipped", reason)], times: [] };
}

function checkProof(material: SignedMaterial, { key, trustedRoot, now }: KeyQuestion): Proof {
  const root = readTrustedRoot(trustedRoot);
  const stamps = judgeTimestamps(material, root, now);
  const timestamp = (logged: readonly TrustedTime[]) =>
    material.timestamps.length === 0 ? [] : [checkTimestamp(stamps, logged)];
  if (material.entries.length === 0) {
    const none = check(
      "transparency-log",
      "skipped",
      "It comes with no entry of a transparency log",
    );
    return { checks: [none, ...timestamp([])], times: stamps.times };
  }
  const log = checkLog(material, { key: key.keyObject }, root, stamps.times, now);
  return {
    checks: [log.check, ...timestamp(log.times)],
    times: [...stamps.times, ...log.times],
  };
}

/** Whoever has stolen an old key can still sign with it, but not in its time. */
function checkValidity(
  { validFor, now }: KeyQuestion,
  times: readonly TrustedTime[],
): TrustCheck[] {
  if (validFor === undefined) return [];
  const { start, end } = validFor;
  const moments = times.length === 0 ? [now] : times.map(({ moment }) => moment);
  const isValid = moments.every(
    (moment) => (start === undefined || start <= moment) && (end === undefined || moment <= end),
  );
  const evidence = moments.map((moment) => moment.toISOString()).join(", ");
  return [
    isValid
      ? check("key-validity", "pass", "The key was valid when it signed", evidence)
      : check("key-validity", "fail", "The key was not valid when it signed", evidence),
  ];
}
