import type { Certificate } from "./certificate.ts";
import { isSignedBy, refusedAlgorithm } from "./signed.ts";

/** What the first certificate of a chain is for. */
export type Purpose = "codeSigning" | "timeStamping";

const maxLength = 10;

/** OIDs of extended key usages (RFC 5280, 4.2.1.12). */
const usages = {
  any: "2.5.29.37.0",
  serverAuth: "1.3.6.1.5.5.7.3.1",
  clientAuth: "1.3.6.1.5.5.7.3.2",
  codeSigning: "1.3.6.1.5.5.7.3.3",
  emailProtection: "1.3.6.1.5.5.7.3.4",
  timeStamping: "1.3.6.1.5.5.7.3.8",
} as const;

const digitalSignature = 0;
const contentCommitment = 1;
const keyCertSign = 5;

/** True when it is issued to and signed by itself. */
export function isSelfSigned(certificate: Certificate): boolean {
  return isIssuedBy(certificate, certificate);
}

/** True when the issuer's name fits and its key made the signature. */
export function isIssuedBy(certificate: Certificate, issuer: Certificate): boolean {
  const { signedBytes, signedWith, signature } = certificate;
  return (
    certificate.issuer.equals(issuer.subject) &&
    isSignedBy(issuer.publicKey, signedWith, signedBytes, signature)
  );
}

/**
 * Why a chain, leaf first and root last, is not one (Notary Project signature-specification.md,
 * "Certificate Requirements"): each certificate is issued by the next, the last by itself, with the
 * extensions that its place asks for. Times are not looked at, nor whether the root is trusted.
 *
 * @returns `undefined` when there is no fault
 */
export function findChainFault(
  chain: readonly Certificate[],
  purpose: Purpose,
): string | undefined {
  const [leaf] = chain;
  if (leaf === undefined) return "There is no certificate";
  if (chain.length > maxLength) return `There are more than ${maxLength} certificates`;
  for (const [index, certificate] of chain.entries()) {
    const fault =
      findOwnFault(certificate) ??
      (index === 0 ? findLeafFault(certificate, purpose) : findCaFault(certificate, index - 1)) ??
      findIssuerFault(certificate, chain[index + 1]);
    if (fault !== undefined) return `${placeOf(index, chain.length)} ${fault}`;
  }
  return undefined;
}

/** Why the leaf alone does not fit its purpose, or `undefined`. */
export function findLeafFault(leaf: Certificate, purpose: Purpose): string | undefined {
  if (leaf.basicConstraints?.isCa === true) return "is a certificate authority";
  const usage = leaf.keyUsage;
  if (usage === undefined || !usage.isCritical) return "has no critical keyUsage";
  if (!usage.bits.has(digitalSignature)) return "is not for digital signatures (keyUsage)";
  const other = [...usage.bits].find(
    (bit) => bit !== digitalSignature && bit !== contentCommitment,
  );
  if (other !== undefined) return "is for more than digital signatures (keyUsage)";
  return purpose === "codeSigning" ? findSigningUsageFault(leaf) : findTimeUsageFault(leaf);
}

function findSigningUsageFault({ extendedKeyUsage }: Certificate): string | undefined {
  const { any, serverAuth, clientAuth, emailProtection, timeStamping } = usages;
  const refused: readonly string[] = [any, serverAuth, clientAuth, emailProtection, timeStamping];
  return extendedKeyUsage?.purposes.some((oid) => refused.includes(oid))
    ? "is for something else than signing code (extendedKeyUsage)"
    : undefined;
}

/** RFC 3161, 2.3: this purpose alone, and critical. */
function findTimeUsageFault({ extendedKeyUsage }: Certificate): string | undefined {
  const { isCritical = false, purposes = [] } = extendedKeyUsage ?? {};
  return isCritical && purposes.length === 1 && purposes[0] === usages.timeStamping
    ? undefined
    : "is not for timestamps alone, marked critical (extendedKeyUsage)";
}

function findOwnFault(certificate: Certificate): string | undefined {
  if (certificate.keyFault !== undefined) return `has ${certificate.keyFault}`;
  const refused = refusedAlgorithm(certificate.signedWith);
  return refused === undefined ? undefined : `is signed with ${refused}`;
}

/** @param casBelow how many CA certificates are between it and the leaf */
function findCaFault(certificate: Certificate, casBelow: number): string | undefined {
  const constraints = certificate.basicConstraints;
  if (constraints === undefined || !constraints.isCritical || !constraints.isCa) {
    return "is no certificate authority (basicConstraints, critical)";
  }
  const usage = certificate.keyUsage;
  if (usage === undefined || !usage.isCritical || !usage.bits.has(keyCertSign)) {
    return "may not sign certificates (keyUsage, critical)";
  }
  if (constraints.pathLength !== undefined && casBelow > constraints.pathLength) {
    return `allows only ${constraints.pathLength} authorities below it (pathLenConstraint)`;
  }
  return undefined;
}

function findIssuerFault(
  certificate: Certificate,
  issuer: Certificate | undefined,
): string | undefined {
  if (issuer === undefined) {
    return isSelfSigned(certificate) ? undefined : "is last but no root: its issuer is missing";
  }
  if (isSelfSigned(certificate)) return "is self-signed, yet others follow";
  return isIssuedBy(certificate, issuer) ? undefined : "is not issued by the next one";
}

function placeOf(index: number, length: number): string {
  if (index === 0) return "The leaf certificate";
  return index === length - 1
    ? "The root certificate"
    : `The certificate ${index + 1} of the chain`;
}

/** Why the chain is not valid all through that time (milliseconds, inclusive), or `undefined`. */
export function findValidityFault(
  chain: readonly Certificate[],
  from: number,
  to: number = from,
): string | undefined {
  for (const [index, { notBefore, notAfter }] of chain.entries()) {
    const place = placeOf(index, chain.length);
    if (from < notBefore) return `${place} was not valid before ${toIso(notBefore)}`;
    if (to > notAfter) return `${place} expired at ${toIso(notAfter)}`;
  }
  return undefined;
}

function toIso(at: number): string {
  return new Date(at).toISOString().replace(".000Z", "Z");
}
