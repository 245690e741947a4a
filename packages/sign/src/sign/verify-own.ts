import { PlimsollError, type TrustCheck, type TrustSignature } from "@plimsoll/core";
import { parseBundle } from "../cosign/bundle.ts";
import type { PublicKey } from "../keys/public-key.ts";
import type { SignedMaterial } from "../sigstore/material.ts";

/** What a finished signature must satisfy before it is pushed. */
export interface OwnQuestion {
  readonly publicKey: PublicKey;
  /** Parsed `trusted_root.json` documents; any may vouch. With none, only we have looked at it. */
  readonly trustedRoots: readonly unknown[];
  /** The file that a bundle without an envelope is about. */
  readonly artifact?: Uint8Array | undefined;
}

/** @throws PlimsollError `SIGNATURE_INVALID` unless our own verifier accepts the signature */
export function requireVerified(judged: TrustSignature): void {
  if (judged.result === "verified") return;
  const fault = judged.checks.find(({ result }) => result === "fail");
  const why = fault === undefined ? "" : `: ${fault.reason}`;
  throw new PlimsollError("SIGNATURE_INVALID", `The new signature does not verify${why}`, {
    action: "Nothing was pushed.",
  });
}

/**
 * Makes sure that a bundle holds under one of the trusted roots, by the same rules as when others verify
 * it: the certificate with its chain and log, log entries with their proofs, timestamps. Bundles that
 * have nothing of this (a bare key) pass, and so does everything when there is no root.
 *
 * @throws PlimsollError `SIGNATURE_INVALID`, or `MALFORMED` for a root that cannot be read
 */
export async function requireTrusted(bundle: Uint8Array, question: OwnQuestion): Promise<void> {
  if (question.trustedRoots.length === 0) return;
  const fault = await findFault(bundle, question);
  if (fault === undefined) return;
  throw new PlimsollError(
    "SIGNATURE_INVALID",
    `The new signature does not hold under the trusted root: ${fault}`,
    { action: "Nothing was pushed. Check that root and services are of the same instance." },
  );
}

/** Why no root vouches for the bundle; `undefined` when one does. */
export async function findFault(
  bundle: Uint8Array,
  question: OwnQuestion,
): Promise<string | undefined> {
  const [{ readBundleParts }, { bytesContent, envelopeContent }] = await Promise.all([
    import("../sigstore/bundle-material.ts"),
    import("../sigstore/content.ts"),
  ]);
  const content =
    question.artifact === undefined
      ? envelopeContent(parseBundle(bundle))
      : bytesContent(question.artifact);
  const material = { ...readBundleParts(bundle), content };
  return material.certificate === undefined
    ? findKeyFault(material, question)
    : findCertificateFault(bundle, { ...material, certificate: material.certificate }, question);
}

async function findCertificateFault(
  bundle: Uint8Array,
  { certificate, content }: SignedMaterial & { certificate: Buffer },
  { trustedRoots }: OwnQuestion,
): Promise<string | undefined> {
  const [{ checkLeaf }, { createKeylessJudge }] = await Promise.all([
    import("../sigstore/check-certificate.ts"),
    import("../sigstore/judge-material.ts"),
  ]);
  const { check, leaf } = checkLeaf(certificate);
  if (leaf === undefined) return check.reason;
  const { name: subject, issuer = "" } = leaf.signer;
  const judge = await createKeylessJudge({ trustedRoots, identities: [{ issuer, subject }] });
  return firstFault(judge.judgeBundle(bundle, content, new Date()).checks);
}

/** Of a key only what others say of it can be checked: every entry and timestamp must hold. */
async function findKeyFault(
  material: SignedMaterial,
  { publicKey, trustedRoots }: OwnQuestion,
): Promise<string | undefined> {
  const [{ readTrustedRoot }, { checkLog }, { judgeTimestamps }] = await Promise.all([
    import("../sigstore/trusted-root.ts"),
    import("../sigstore/check-log.ts"),
    import("../sigstore/check-timestamp.ts"),
  ]);
  const now = new Date();
  const faults = trustedRoots.map((document) => {
    const root = readTrustedRoot(document);
    const stamps = judgeTimestamps(material, root, now);
    if (stamps.fault !== undefined) return stamps.fault;
    if (stamps.unknownAuthorities > 0) return "It does not know the timestamping authority";
    if (material.entries.length === 0) return undefined;
    return firstFault([
      checkLog(material, { key: publicKey.keyObject }, root, stamps.times, now).check,
    ]);
  });
  return faults.includes(undefined) ? undefined : faults[0];
}

function firstFault(checks: readonly TrustCheck[]): string | undefined {
  return checks.find(({ result }) => result === "fail")?.reason;
}
