import { createHash, createPublicKey } from "node:crypto";
import type { TrustCheck, TrustSigner } from "@plimsoll/core";
import { X509Certificate } from "@sigstore/core";
import { describePublicKey, type PublicKey } from "../keys/public-key.ts";
import { check } from "../verify/check.ts";
import { readAlternativeName } from "./alternative-name.ts";
import { findCertificateFault } from "./certificate-profile.ts";
import { readClaims } from "./claims.ts";
import { askAboutCertificate } from "./engine.ts";
import type { TrustedRoot } from "./trusted-root.ts";

/** A certificate that could be one of a signer. */
export interface LeafCertificate {
  readonly certificate: X509Certificate;
  readonly key: PublicKey;
  /** Whom it names; not proven by itself. */
  readonly signer: TrustSigner;
}

/** Reads the certificate of a signer, and checks what it says of itself. Never throws. */
export function checkLeaf(bytes: Buffer): { check: TrustCheck; leaf?: LeafCertificate } {
  const name = "certificate";
  try {
    const certificate = X509Certificate.parse(Buffer.from(bytes));
    const fault = findCertificateFault(certificate, bytes);
    if (fault !== undefined) {
      return { check: check(name, "fail", `The certificate is no signer's: ${fault}`) };
    }
    const key = describePublicKey(
      createPublicKey({ key: certificate.publicKey, format: "der", type: "spki" }),
    );
    const subject = readAlternativeName(certificate);
    const { issuer, claims } = readClaims(certificate);
    // Deny lists name certificates by these.
    const named = {
      certificateSha256: createHash("sha256").update(bytes).digest("hex"),
      serialNumber: certificate.serialNumber.toString("hex"),
    };
    const signer: TrustSigner = {
      kind: "certificate",
      name: subject,
      issuer,
      claims: { ...claims, ...named },
    };
    const reason = "The certificate is one for signing code, and names one signer";
    return { check: check(name, "pass", reason, subject), leaf: { certificate, key, signer } };
  } catch (error) {
    // Not only faults: hostile DER makes the reader of it throw anything.
    const why = error instanceof Error ? error.message : "it is broken";
    return { check: check(name, "fail", `The certificate cannot be read: ${why}`) };
  }
}

/**
 * Checks that the certificate is of a trusted authority, all of the chain valid at each of the moments,
 * and that a log of certificates has promised to list it, where the root knows such a log. Authorities
 * that come along with a signature are never looked at.
 */
export function checkChain(
  { certificate }: LeafCertificate,
  moments: readonly Date[],
  root: TrustedRoot,
): TrustCheck[] {
  const logs = root.certificateLogs.length;
  const fault = askAboutCertificate(certificate, moments, root, Math.min(logs, 1));
  const { notBefore, notAfter } = certificate;
  const validity = `valid from ${notBefore.toISOString()} to ${notAfter.toISOString()}`;
  const chain = (result: "pass" | "fail", reason: string) =>
    check("certificate-chain", result, reason, validity);
  // The library looks at the promises once the chain holds, and only these words tell which of both failed.
  const isAboutPromises = fault?.includes("SCT") === true;
  if (fault !== undefined && !isAboutPromises) {
    return [
      chain("fail", `No trusted authority vouches for the certificate at that time: ${fault}`),
      check("sct", "skipped", "The certificate's authority is not trusted"),
    ];
  }
  const trusted = chain("pass", "A trusted authority vouches for the certificate at that time");
  if (logs === 0) {
    return [trusted, check("sct", "skipped", "The trusted root knows no log of certificates")];
  }
  return [
    trusted,
    isAboutPromises
      ? check("sct", "fail", `No trusted log has promised to list the certificate: ${fault}`)
      : check("sct", "pass", "A trusted log has promised to list the certificate"),
  ];
}
