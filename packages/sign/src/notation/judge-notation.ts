import type { TrustCheck, TrustSignature, TrustSigner } from "@plimsoll/core";
import { formatRfc3339 } from "../encoding/rfc3339.ts";
import { describePublicKey } from "../keys/public-key.ts";
import { createRevocationChecker, type RevocationChecker } from "../revocation/revocation.ts";
import { check, concludeSignature, isContentFault, type Question } from "../verify/check.ts";
import { type Certificate, parseCertificate } from "../x509/certificate.ts";
import { findChainFault } from "../x509/chain.ts";
import { formatName } from "../x509/name.ts";
import { algorithmFor, isEnvelopeSignature } from "./algorithm.ts";
import { type CheckedChain, checkAuthenticity, checkIdentity } from "./authenticity.ts";
import type { Case } from "./case.ts";
import { parseCose } from "./cose.ts";
import type { Envelope } from "./envelope.ts";
import { parseJws } from "./jws.ts";
import { checkPayload, type SignedSubject } from "./payload.ts";
import { checkRevocation } from "./revocation-check.ts";
import { checkExpiry, checkTimestamp } from "./signing-time.ts";
import type { StoredEnvelope } from "./stored-envelope.ts";

/** Judges one envelope; `undefined` stands for a manifest that is not there. */
export type Judge = (
  stored: StoredEnvelope,
  subject: SignedSubject | undefined,
) => Promise<TrustSignature>;

/**
 * A judge for the envelopes of one image (trust-store-trust-policy.md, "Signature Verification").
 * Whatever an envelope holds becomes checks; only an aborted verification is thrown.
 */
export function createJudge(question: Question, signal: AbortSignal | undefined): Judge {
  const now = (question.now ?? Date.now)();
  const revocation = createRevocationChecker({ now, fetch: question.fetch, signal });
  return async (stored, subject) => {
    const format = `notation-${stored.format}` as const;
    const opened = openEnvelope(stored);
    if ("fault" in opened) {
      const checks = [check("integrity", "fail", opened.fault)];
      return concludeSignature(format, stored.manifestDigest, checks);
    }
    const { envelope, chain } = opened;
    const integrity = check("integrity", "pass", "The leaf certificate's key made the signature");
    const payload =
      subject === undefined
        ? check("payload", "fail", "The image's manifest is not there")
        : checkPayload(envelope.payload, subject);
    const checks = [integrity, payload];
    const keyId = describePublicKey(chain[0]!.publicKey).keyId;
    if (question.notation === undefined) {
      const reason = "No trust store was given to check its certificate with";
      checks.push(check("signature", "skipped", reason, formatName(chain[0]!.subjectName)));
      return concludeSignature(format, stored.manifestDigest, checks, keyId);
    }
    const judged = await judgeTrust(
      { envelope, chain, trust: question.notation, now, isOffline: question.isOffline === true },
      revocation,
    );
    checks.push(...judged.checks, concludeChecks([...checks, ...judged.checks], judged.signer));
    const isVerified = checks.at(-1)?.result === "pass";
    const signer = isVerified ? judged.signer : undefined;
    return concludeSignature(format, stored.manifestDigest, checks, keyId, signer);
  };
}

async function judgeTrust(
  judged: Case,
  revocation: RevocationChecker,
): Promise<{ checks: TrustCheck[]; signer: TrustSigner }> {
  const authenticity: CheckedChain = checkAuthenticity(judged);
  const identity = checkIdentity(judged);
  const time = checkTimestamp(judged);
  const checks = [authenticity.check, identity, time.check, checkExpiry(judged)];
  const isTrusted = authenticity.store !== undefined;
  checks.push(await checkRevocation(judged, isTrusted, time, revocation));
  const signer: TrustSigner = {
    kind: "x509",
    name: formatName(judged.chain[0]!.subjectName),
    ...(authenticity.store !== undefined && { issuer: authenticity.store }),
    // Deny lists name certificates by these.
    claims: {
      certificateSha256: judged.chain[0]!.thumbprint,
      serialNumber: judged.chain[0]!.serial,
    },
    // The signing authority's own clock is trusted no further than its certificate.
    ...((time.stamp !== undefined || isTrusted) &&
      time.signedAt !== undefined && { signedAt: formatRfc3339(time.signedAt) }),
  };
  return { checks, signer };
}

/** Reads the envelope and its chain, and checks the signature by the leaf's key. */
function openEnvelope(
  stored: StoredEnvelope,
): { envelope: Envelope; chain: Certificate[] } | { fault: string } {
  let envelope: Envelope;
  let chain: Certificate[];
  try {
    envelope = stored.format === "jws" ? parseJws(stored.bytes) : parseCose(stored.bytes);
  } catch (error) {
    if (!isContentFault(error)) throw error;
    return { fault: `The envelope cannot be read: ${error.message}` };
  }
  try {
    chain = envelope.chain.map(parseCertificate);
  } catch (error) {
    if (!isContentFault(error)) throw error;
    return { fault: `A certificate cannot be read: ${error.message}` };
  }
  const fault = findSignatureFault(envelope, chain);
  return fault === undefined ? { envelope, chain } : { fault };
}

function findSignatureFault(envelope: Envelope, chain: readonly Certificate[]): string | undefined {
  const chainFault = findChainFault(chain, "codeSigning");
  if (chainFault !== undefined) return chainFault;
  const { publicKey } = chain[0]!;
  const algorithm = algorithmFor(publicKey);
  if (algorithm === undefined) {
    return "The leaf's key is none of RSA 2048, 3072, 4096, P-256, P-384, P-521";
  }
  const expected = envelope.format === "jws" ? algorithm.jws : algorithm.cose;
  if (envelope.algorithm !== expected) {
    const named = JSON.stringify(envelope.algorithm).slice(0, 40);
    return `alg is ${named}, but the leaf's key dictates ${JSON.stringify(expected)}`;
  }
  return isEnvelopeSignature(algorithm, publicKey, envelope.signedBytes, envelope.signature)
    ? undefined
    : "The leaf certificate's key did not make the signature over these bytes";
}

function concludeChecks(checks: readonly TrustCheck[], signer: TrustSigner): TrustCheck {
  const failed = checks.find(({ result }) => result === "fail");
  if (failed !== undefined) {
    return check("signature", "fail", `It does not count: see ${failed.name}`);
  }
  const warned = checks.filter(({ result }) => result === "warn").map(({ name }) => name);
  const reason =
    warned.length === 0
      ? "A trusted certificate's key made it over exactly these bytes"
      : `Its certificate's key made it over exactly these bytes; the level only warns of ${warned.join(", ")}`;
  return check("signature", "pass", reason, signer.name);
}
