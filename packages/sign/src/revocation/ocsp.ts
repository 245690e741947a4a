import { createHash } from "node:crypto";
import type { DerElement } from "../encoding/der.ts";
import { der, objectIdentifier, octetString, sequence } from "../encoding/der-write.ts";
import {
  explicit,
  implicit,
  malformed,
  readAll,
  readBitString,
  readExplicit,
  readInside,
  readIntegerHex,
  readNumber,
  readOctets,
  readOid,
  readOne,
  readTime,
  tags,
} from "../x509/asn1.ts";
import { type Certificate, parseCertificate } from "../x509/certificate.ts";
import { isIssuedBy } from "../x509/chain.ts";
import { readExtensions } from "../x509/extensions.ts";
import { isSignedBy, readHash, readSignedWith, type SignedWith } from "../x509/signed.ts";
import { readInvalidityDate } from "./crl.ts";
import { clockSkewMs, type RevocationStatus, unavailable } from "./status.ts";

const basicResponse = "1.3.6.1.5.5.7.48.1.1";
const ocspSigning = "1.3.6.1.5.5.7.3.9";
const noCheck = "1.3.6.1.5.5.7.48.1.5";
const sha1 = "1.3.14.3.2.26";
const digitalSignature = 0;

const maxCertificates = 8;
const maxResponses = 100;
/** Without nextUpdate newer information is always there (RFC 6960, 4.2.2.1): an old answer is replayed. */
const maxAgeMs = 24 * 60 * 60 * 1000;

/**
 * An OCSPRequest for one certificate (RFC 6960, 4.1). It names the issuer by SHA-1, as notation does:
 * many responders know no other name (RFC 5019, 2.1.1), and it proves nothing.
 */
export function encodeOcspRequest(certificate: Certificate, issuer: Certificate): Buffer {
  const { nameHash, keyHash } = hashIssuer("sha1", issuer);
  const serial = der(tags.integer, Buffer.from(certificate.serial, "hex"));
  const id = sequence(
    sequence(objectIdentifier(sha1), Buffer.from([0x05, 0x00])),
    octetString(nameHash),
    octetString(keyHash),
    serial,
  );
  return sequence(sequence(sequence(sequence(id))));
}

/** What a responder said of the certificate. */
export interface OcspAnswer {
  readonly status: RevocationStatus;
  /** The certificate of a responder that must itself be looked up; absent where that is not asked for. */
  readonly responder?: Certificate;
}

/**
 * Verifies an OCSPResponse (RFC 6960, 3.2): signed by the issuer or by whom it delegated, about this
 * certificate, and of today. What does not hold makes it `unavailable`.
 *
 * @throws PlimsollError `MALFORMED`
 */
export function readOcspResponse(
  bytes: Buffer,
  certificate: Certificate,
  issuer: Certificate,
  now: number,
): OcspAnswer {
  const [status, wrapped] = readInside(readOne(bytes));
  const code = readNumber(status, tags.enumerated);
  if (code !== 0) return { status: unavailable(`the responder refused (status ${code})`) };
  const [type, response] = readInside(readExplicit(wrapped, 0));
  if (readOid(type) !== basicResponse) return { status: unavailable("the response's type") };
  const basic = parseBasic(readOctets(response));
  const signer = findSigner(basic, issuer, now);
  if (signer === undefined) {
    return { status: unavailable("the response is not signed by the authority or its delegate") };
  }
  const single = basic.responses.find((each) => isAbout(each, certificate, issuer));
  if (single === undefined) return { status: unavailable("the response is about others") };
  const isDelegate = signer !== issuer && !signer.extensions.has(noCheck);
  return { status: readSingle(single, now), ...(isDelegate && { responder: signer }) };
}

interface BasicResponse {
  readonly signedBytes: Buffer;
  readonly signedWith: SignedWith;
  readonly signature: Buffer;
  readonly isResponder: (certificate: Certificate) => boolean;
  readonly responses: readonly DerElement[][];
  readonly certificates: readonly Certificate[];
}

function parseBasic(bytes: Buffer): BasicResponse {
  const [data, algorithm, signature, wrapped] = readInside(readOne(bytes));
  if (data === undefined || algorithm === undefined) throw malformed("it is no OCSP response");
  const fields = readInside(data);
  if (fields[0]?.tag === explicit(0)) fields.shift();
  const [responder, producedAt, list, extensions] = fields;
  readTime(producedAt);
  for (const { isCritical } of readExtensions(extensions).values()) {
    if (isCritical) throw malformed("the response has a critical extension");
  }
  const responses = readInside(list);
  if (responses.length > maxResponses) throw malformed("it has too many answers");
  const certificates = wrapped === undefined ? [] : readInside(readExplicit(wrapped, 0));
  if (certificates.length > maxCertificates) throw malformed("it has too many certificates");
  return {
    signedBytes: data.whole,
    signedWith: readSignedWith(algorithm),
    signature: readBitString(signature),
    isResponder: toResponderTest(responder),
    responses: responses.map((single) => readInside(single)),
    certificates: certificates.map(({ whole }) => parseCertificate(whole)),
  };
}

/** ResponderID: a name, or the SHA-1 of the key. */
function toResponderTest(id: DerElement | undefined): (certificate: Certificate) => boolean {
  if (id?.tag === explicit(1)) {
    const name = readExplicit(id, 1).whole;
    return ({ subject }) => subject.equals(name);
  }
  const hash = readOctets(readExplicit(id, 2));
  return ({ keyBytes }) => createHash("sha1").update(keyBytes).digest().equals(hash);
}

/** RFC 6960, 4.2.2.2: the issuer itself, or a certificate that it made for this purpose. */
function findSigner(
  basic: BasicResponse,
  issuer: Certificate,
  now: number,
): Certificate | undefined {
  const mayAnswer = (candidate: Certificate) =>
    candidate.keyFault === undefined &&
    candidate.extendedKeyUsage?.purposes.includes(ocspSigning) === true &&
    (candidate.keyUsage === undefined || candidate.keyUsage.bits.has(digitalSignature)) &&
    now >= candidate.notBefore &&
    now <= candidate.notAfter &&
    isIssuedBy(candidate, issuer);
  return [issuer, ...basic.certificates].find(
    (candidate) =>
      basic.isResponder(candidate) &&
      (candidate === issuer || mayAnswer(candidate)) &&
      isSignedBy(candidate.publicKey, basic.signedWith, basic.signedBytes, basic.signature),
  );
}

/** True when the CertID names the certificate by this very issuer. */
function isAbout([id]: DerElement[], certificate: Certificate, issuer: Certificate): boolean {
  const [algorithm, nameHash, keyHash, serial] = readInside(id);
  const isSha1 = readOid(readInside(algorithm)[0]) === sha1;
  const hash = isSha1 ? "sha1" : readHash(algorithm);
  if (hash === undefined || readIntegerHex(serial) !== certificate.serial) return false;
  const expected = hashIssuer(hash, issuer);
  return (
    readOctets(nameHash).equals(expected.nameHash) && readOctets(keyHash).equals(expected.keyHash)
  );
}

function readSingle([, status, thisUpdate, ...rest]: DerElement[], now: number): RevocationStatus {
  const from = readTime(thisUpdate);
  const next = rest.find(({ tag }) => tag === explicit(0));
  const until = next === undefined ? from + maxAgeMs : readTime(readExplicit(next, 0));
  if (from > now + clockSkewMs) return unavailable("the response is from the future");
  if (now > until) return unavailable("the response has expired");
  const extensions = readExtensions(rest.find(({ tag }) => tag === explicit(1)));
  for (const [id, { isCritical }] of extensions) {
    if (isCritical) return unavailable(`the response has the critical extension ${id}`);
  }
  if (status?.tag === implicit(0)) return { kind: "good" };
  if (status?.tag !== explicit(1))
    return unavailable("the responder does not know the certificate");
  const [revokedAt, reason] = readAll(status.content);
  return {
    kind: "revoked",
    revokedAt: readTime(revokedAt),
    invalidFrom: readInvalidityDate(extensions),
    reason: reason === undefined ? undefined : readNumber(readExplicit(reason, 0), tags.enumerated),
  };
}

function hashIssuer(
  hash: string,
  { subject, keyBytes }: Certificate,
): { nameHash: Buffer; keyHash: Buffer } {
  return {
    nameHash: createHash(hash).update(subject).digest(),
    keyHash: createHash(hash).update(keyBytes).digest(),
  };
}
