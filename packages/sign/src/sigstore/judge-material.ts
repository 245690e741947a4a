import { isPlimsollError, type TrustCheck, type TrustSigner } from "@plimsoll/core";
import { compileIdentity, type IdentityMatcher } from "../identity/match-identity.ts";
import { check } from "../verify/check.ts";
import { readAnnotationMaterial } from "./annotation-material.ts";
import { readBundleParts } from "./bundle-material.ts";
import { checkChain, checkLeaf, type LeafCertificate } from "./check-certificate.ts";
import { checkLog } from "./check-log.ts";
import { checkTimestamp, judgeTimestamps } from "./check-timestamp.ts";
import type { KeylessJudge, KeylessJudgement } from "./keyless-judgement.ts";
import type { SignedMaterial, TrustedTime } from "./material.ts";
import type { SigstoreTrust } from "./trust.ts";
import { readTrustedRoot, type TrustedRoot } from "./trusted-root.ts";

/** @throws PlimsollError `MALFORMED`, `LIMIT_EXCEEDED` or `INVALID_ARGUMENT` for what is to be trusted */
export async function createKeylessJudge(trust: SigstoreTrust): Promise<KeylessJudge> {
  const roots = trust.trustedRoots.map(readTrustedRoot);
  const identities = await Promise.all(trust.identities.map(compileIdentity));
  const judge = (read: () => SignedMaterial, now: Date): KeylessJudgement => {
    try {
      return judgeMaterial(read(), roots, identities, now);
    } catch (error) {
      if (!isPlimsollError(error)) throw error;
      const reason = `What came with the signature cannot be read: ${error.message}`;
      return { checks: [check("certificate", "fail", reason)] };
    }
  };
  return {
    judgeBundle: (bundle, content, now) =>
      judge(() => ({ ...readBundleParts(bundle), content }), now),
    judgeAnnotations: (annotations, signature, content, now) =>
      judge(() => ({ ...readAnnotationMaterial(annotations), signature, content }), now),
  };
}

/** Any root may vouch, but one must do so for everything. */
function judgeMaterial(
  material: SignedMaterial,
  roots: readonly TrustedRoot[],
  identities: readonly IdentityMatcher[],
  now: Date,
): KeylessJudgement {
  const { certificate } = material;
  if (certificate === undefined) {
    return { checks: [check("certificate", "fail", "It comes with no certificate")] };
  }
  const { check: leafCheck, leaf } = checkLeaf(certificate);
  if (leaf === undefined) return { checks: [leafCheck] };
  const own = [leafCheck, checkOwnSignature(material, leaf)];
  if (roots.length === 0) {
    const reason = "No trusted root was given to check the certificate with";
    return { checks: [...own, check("certificate-chain", "fail", reason)] };
  }
  const judged = roots.map((root) => judgeByRoot(material, leaf, root, now));
  const best =
    judged.find(({ checks }) => !checks.some(isFailed)) ??
    judged.find(({ checks }) =>
      checks.some(({ name, result }) => name === "certificate-chain" && result === "pass"),
    ) ??
    judged[0]!;
  const checks = [...own, ...best.checks];
  if (checks.some(isFailed)) {
    const reason = "It is not proven that the one whom the certificate names has signed";
    return { checks: [...checks, check("identity", "skipped", reason, leaf.signer.name)] };
  }
  const signer: TrustSigner = { ...leaf.signer, signedAt: earliest(best.times) };
  return { checks: [...checks, checkIdentity(signer, identities)], signer };
}

function judgeByRoot(
  material: SignedMaterial,
  leaf: LeafCertificate,
  root: TrustedRoot,
  now: Date,
): { checks: TrustCheck[]; times: readonly TrustedTime[] } {
  const stamps = judgeTimestamps(material, root, now);
  const verifier = { certificate: material.certificate! };
  const log = checkLog(material, verifier, root, stamps.times, now);
  const times = [...stamps.times, ...log.times];
  // Without a trusted time only now is left, which is too late as a rule.
  const moments = times.length === 0 ? [now] : times.map(({ moment }) => moment);
  const checks = [...checkChain(leaf, moments, root), log.check, checkTimestamp(stamps, log.times)];
  return { checks, times };
}

function checkOwnSignature(
  { content, signature }: SignedMaterial,
  { key }: LeafCertificate,
): TrustCheck {
  return content.isSignedBy(key, signature)
    ? check("signature", "pass", "It was made over exactly these bytes by the certificate's key")
    : check("signature", "fail", "The certificate's key did not make it over these bytes");
}

function checkIdentity(signer: TrustSigner, identities: readonly IdentityMatcher[]): TrustCheck {
  const name = "identity";
  const evidence = `${signer.name} by ${signer.issuer}`;
  if (identities.length === 0) {
    return check(
      name,
      "fail",
      "No identity was asked for, and anybody can get a certificate",
      evidence,
    );
  }
  const faults = identities.map((matcher) => matcher(signer));
  if (faults.includes(undefined)) return check(name, "pass", "It is one who may sign", evidence);
  const reason =
    faults.length === 1
      ? `Somebody else has signed. ${faults[0]}`
      : `Somebody else than the ${faults.length} identities has signed. First: ${faults[0]}`;
  return check(name, "fail", reason.slice(0, 500), evidence);
}

function earliest(times: readonly TrustedTime[]): string {
  const moments = times.map(({ moment }) => moment.getTime());
  return new Date(Math.min(...moments)).toISOString().replace(/\.\d+Z$/, "Z");
}

function isFailed({ result }: TrustCheck): boolean {
  return result === "fail";
}
