import { createPublicKey } from "node:crypto";
import type { ASN1Obj, X509Certificate } from "@sigstore/core";
import { describeKey } from "../keys/algorithm.ts";

export const extendedKeyUsageOid = "2.5.29.37";
export const alternativeNameOid = "2.5.29.17";
export const timeStampingPurpose = "1.3.6.1.5.5.7.3.8";
const codeSigningPurpose = "1.3.6.1.5.5.7.3.3";
const objectIdentifierTag = 0x06;
/** Critical extensions that are looked at: key usage, alternative name, basic constraints, purposes. */
const understood: readonly string[] = [
  "2.5.29.15",
  alternativeNameOid,
  "2.5.29.19",
  extendedKeyUsageOid,
];
const strongDigests: readonly string[] = ["sha256", "sha384", "sha512"];

/**
 * Looks for what a certificate that signs code must not be or lack (RFC 5280; Fulcio,
 * docs/certificate-specification.md), as far as it concerns the certificate alone.
 *
 * @returns a fault, or `undefined`
 * @throws any error when its DER is not that of a certificate
 */
export function findCertificateFault(
  certificate: X509Certificate,
  bytes: Uint8Array,
): string | undefined {
  if (!certificate.root.toDER().equals(bytes))
    return "it is not encoded in the one way that DER has";
  if (certificate.version !== "v3") return "it is not of version 3";
  const [inner, outer] = [certificate.tbsCertificate.subs[2], certificate.root.subs[1]];
  if (inner === undefined || outer?.toDER().equals(inner.toDER()) !== true) {
    return "it names two signature algorithms";
  }
  if (!strongDigests.includes(certificate.signatureAlgorithm)) {
    return "it is not signed over SHA-2";
  }
  return findKeyFault(certificate) ?? findExtensionFault(certificate);
}

/** Object identifiers of what a certificate may be used for. */
export function purposesOf(certificate: X509Certificate): string[] {
  const list = certificate.extension(extendedKeyUsageOid)?.valueObj.subs[0]?.subs ?? [];
  return list.map((purpose) => purpose.toOID());
}

function findKeyFault({ publicKey, tbsCertificate }: X509Certificate): string | undefined {
  const parameters = tbsCertificate.subs[6]?.subs[0]?.subs[1];
  // RFC 5480, section 2.1.1: curves are named. One that is spelled out may be a weak twin of a good one.
  const key = createPublicKey({ key: publicKey, format: "der", type: "spki" });
  if (key.asymmetricKeyType === "ec" && parameters?.tag.toDER() !== objectIdentifierTag) {
    return "its key does not name its curve";
  }
  const described = describeKey(key);
  return "fault" in described ? `its key is ${described.fault}` : undefined;
}

function findExtensionFault(certificate: X509Certificate): string | undefined {
  const { extensions, extBasicConstraints, extKeyUsage } = certificate;
  const ids = extensions.map((extension) => extension.subs[0]!.toOID());
  if (new Set(ids).size < ids.length) return "it has the same extension twice";
  const unknown = ids.find(
    (id, index) => isCritical(extensions[index]!) && !understood.includes(id),
  );
  if (unknown !== undefined) return `its critical extension ${unknown} is not known`;
  if (extBasicConstraints?.isCA === true) return "it is that of an authority";
  if (extKeyUsage?.digitalSignature !== true) return "it is not for signatures";
  return purposesOf(certificate).includes(codeSigningPurpose)
    ? undefined
    : "it is not for signing code";
}

function isCritical({ subs }: ASN1Obj): boolean {
  return subs.length === 3 && subs[1]!.toBoolean();
}
