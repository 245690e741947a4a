import { createHash } from "node:crypto";
import type { ASN1Obj, RFC3161Timestamp, X509Certificate } from "@sigstore/core";
import { extendedKeyUsageOid, purposesOf, timeStampingPurpose } from "./certificate-profile.ts";

const signingCertificate = "1.2.840.113549.1.9.16.2.12";
const signingCertificateV2 = "1.2.840.113549.1.9.16.2.47";
const digests: Readonly<Record<string, string>> = {
  "2.16.840.1.101.3.4.2.1": "sha256",
  "2.16.840.1.101.3.4.2.2": "sha384",
  "2.16.840.1.101.3.4.2.3": "sha512",
};

/**
 * What `@sigstore/verify` leaves open about a timestamp (RFC 3161, section 2.4.2; RFC 5816): that it was
 * granted, by the certificate that it names, which is for nothing else.
 *
 * @returns a fault, or `undefined`
 * @throws any error when its DER is not that of a timestamp
 */
export function findTimestampFault(
  timestamp: RFC3161Timestamp,
  signer: X509Certificate,
): string | undefined {
  const [status, token] = timestamp.root.subs;
  if (status?.subs[0]?.toInteger() !== 0n) return "it was not granted";
  const signedData = token?.subs[1]?.subs[0]?.subs ?? [];
  const signerInfos = signedData.at(-1)?.subs ?? [];
  if (signerInfos.length !== 1) return "it does not have exactly one signature";
  const { messageImprintHashAlgorithm } = timestamp.tstInfo;
  if (messageImprintHashAlgorithm === undefined) return "its digest is not of SHA-2";
  const embedded = signedData.slice(3, -1).find(({ tag }) => tag.isContextSpecific(0))?.subs ?? [];
  const own = signer.root.toDER();
  if (embedded.length > 0 && !embedded.some((certificate) => certificate.toDER().equals(own))) {
    return "it brings another certificate than the trusted one";
  }
  if (!namesCertificate(signerInfos[0]!, own)) return "it names another certificate as its signer";
  return isForTimestampsOnly(signer) ? undefined : "its certificate is not for timestamps alone";
}

function namesCertificate(signerInfo: ASN1Obj, certificate: Buffer): boolean {
  const attributes = signerInfo.subs.find(({ tag }) => tag.isContextSpecific(0))?.subs ?? [];
  const certificateIn = (id: string) =>
    attributes.find(({ subs }) => subs[0]?.toOID() === id)?.subs[1]?.subs[0]?.subs[0]?.subs[0];
  const second = certificateIn(signingCertificateV2)?.subs;
  if (second !== undefined) {
    // The algorithm is left out when it is SHA-256.
    const [algorithm, digest] = second[0]?.tag.isOctetString() ? [undefined, second[0]] : second;
    const name = algorithm === undefined ? "sha256" : digests[algorithm.subs[0]?.toOID() ?? ""];
    return name !== undefined && digest?.value.equals(hash(name, certificate)) === true;
  }
  const first = certificateIn(signingCertificate)?.subs[0];
  return first?.value.equals(hash("sha1", certificate)) === true;
}

function isForTimestampsOnly(certificate: X509Certificate): boolean {
  const purposes = purposesOf(certificate);
  return (
    certificate.extension(extendedKeyUsageOid)?.critical === true &&
    purposes.length === 1 &&
    purposes[0] === timeStampingPurpose
  );
}

function hash(algorithm: string, bytes: Buffer): Buffer {
  return createHash(algorithm).update(bytes).digest();
}
