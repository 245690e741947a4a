import { createHash } from "node:crypto";
import type { DerElement } from "../encoding/der.ts";
import {
  expectTag,
  explicit,
  implicit,
  malformed,
  readAll,
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
import { readExtensionList } from "../x509/extensions.ts";
import { type HashName, readHash, readSignedWith, type SignedWith } from "../x509/signed.ts";

/** A TimeStampToken (RFC 3161, 2.4.2), read and not yet verified. */
export interface TimestampToken {
  /** What the imprint is the hash of, and the imprint. */
  readonly imprintHash: HashName | undefined;
  readonly imprint: Buffer;
  /** Milliseconds since 1970, and how far they may be off. */
  readonly time: number;
  readonly accuracyMs: number;
  /** The nonce of the request, in hexadecimal as `readIntegerHex`. */
  readonly nonce: string | undefined;
  /** The signed TSTInfo, and its digest according to the signed attributes. */
  readonly content: Buffer;
  readonly contentHash: HashName | undefined;
  readonly messageDigest: Buffer;
  /** What the signature is over. */
  readonly signedBytes: Buffer;
  readonly signedWith: SignedWith;
  readonly signature: Buffer;
  /** Embedded certificates. */
  readonly certificates: readonly Certificate[];
  /** Whether a certificate is the one that the signer is named by. */
  readonly isSigner: (certificate: Certificate) => boolean;
}

const oid = {
  signedData: "1.2.840.113549.1.7.2",
  tstInfo: "1.2.840.113549.1.9.16.1.4",
  contentType: "1.2.840.113549.1.9.3",
  messageDigest: "1.2.840.113549.1.9.4",
  signingCertificate: "1.2.840.113549.1.9.16.2.12",
  signingCertificateV2: "1.2.840.113549.1.9.16.2.47",
  rsaEncryption: "1.2.840.113549.1.1.1",
  /** Baseline policy (RFC 3628, 5.2): accurate to a second unless it says otherwise. */
  baselinePolicy: "0.4.0.2023.1.1",
} as const;

const maxCertificates = 16;

/**
 * Reads the token: CMS SignedData (RFC 5652) with one signer over a TSTInfo.
 *
 * @throws PlimsollError `MALFORMED`
 */
export function parseTimestampToken(bytes: Buffer): TimestampToken {
  const [type, wrapped] = readInside(readOne(bytes));
  if (readOid(type) !== oid.signedData) throw malformed("it is not signed data");
  const [, , encapsulated, ...rest] = readInside(readExplicit(wrapped, 0));
  const [contentType, contentWrapper] = readInside(encapsulated);
  if (readOid(contentType) !== oid.tstInfo) throw malformed("it is not a timestamp");
  const content = readOctets(readExplicit(contentWrapper, 0));
  const embedded = rest.find(({ tag }) => tag === explicit(0));
  const [signer, ...others] = readInside(rest.at(-1), tags.set);
  // RFC 3161, 2.4.2: the authority's signature and no other.
  if (signer === undefined || others.length > 0) throw malformed("it has not exactly one signer");
  return {
    ...readTstInfo(content),
    content,
    ...readSigner(signer),
    certificates: readCertificates(embedded),
  };
}

function readCertificates(embedded: DerElement | undefined): Certificate[] {
  const elements = embedded === undefined ? [] : readAll(embedded.content);
  if (elements.length > maxCertificates) throw malformed("it has too many certificates");
  return elements.map(({ whole }) => parseCertificate(whole));
}

type TstInfo = Pick<TimestampToken, "imprintHash" | "imprint" | "time" | "accuracyMs" | "nonce">;

function readTstInfo(content: Buffer): TstInfo {
  const [version, policy, imprint, serial, time, ...optional] = readInside(readOne(content));
  if (readNumber(version) !== 1) throw malformed("its version is not known");
  const [algorithm, hashed] = readInside(imprint);
  readIntegerHex(serial);
  const accuracy = optional.find(({ tag }) => tag === tags.sequence);
  const nonce = optional.find(({ tag }) => tag === tags.integer);
  const extensions = optional.find(({ tag }) => tag === explicit(1));
  if (extensions !== undefined) refuseCritical(extensions);
  const isBaseline = readOid(policy) === oid.baselinePolicy;
  return {
    imprintHash: readHash(algorithm),
    imprint: readOctets(hashed),
    time: readTime(expectTag(time, tags.generalizedTime)),
    accuracyMs: accuracy === undefined ? (isBaseline ? 1000 : 0) : readAccuracy(accuracy),
    nonce: nonce === undefined ? undefined : readIntegerHex(nonce),
  };
}

/** Rounded up to milliseconds. */
function readAccuracy(accuracy: DerElement): number {
  let ms = 0;
  for (const part of readInside(accuracy)) {
    if (part.tag === tags.integer) ms += readNumber(part) * 1000;
    else if (part.tag === implicit(0)) ms += readNumber(part, implicit(0));
    else if (part.tag === implicit(1)) ms += readNumber(part, implicit(1)) / 1000;
    else throw malformed("its accuracy");
  }
  return Math.ceil(ms);
}

/** `[1] IMPLICIT Extensions`; none is known that may be critical. */
function refuseCritical(extensions: DerElement): void {
  const list = { ...extensions, tag: tags.sequence };
  for (const { isCritical } of readExtensionList(list).values()) {
    if (isCritical) throw malformed("it has a critical extension");
  }
}

type SignerPart = Pick<
  TimestampToken,
  "contentHash" | "messageDigest" | "signedBytes" | "signedWith" | "signature" | "isSigner"
>;

function readSigner(signer: DerElement): SignerPart {
  const [, identifier, digestAlgorithm, attributes, algorithm, signature] = readInside(signer);
  const contentHash = readHash(digestAlgorithm);
  const values = readAttributes(expectTag(attributes, explicit(0)));
  if (readOid(values.get(oid.contentType)) !== oid.tstInfo) throw malformed("its contentType");
  const isNamed = toSignerTest(identifier);
  const isPinned = toPinTest(values);
  // RFC 5652, 5.4: what is signed has the tag of a SET OF, not the implicit one.
  const signedBytes = Buffer.from(attributes!.whole);
  signedBytes[0] = tags.set;
  return {
    contentHash,
    messageDigest: readOctets(values.get(oid.messageDigest)),
    signedBytes,
    signedWith: readCmsAlgorithm(expectTag(algorithm, tags.sequence), contentHash),
    signature: readOctets(signature),
    isSigner: (certificate) => isNamed(certificate) && isPinned(certificate),
  };
}

/** CMS may name the kind of key alone, and leave the hash to digestAlgorithm (RFC 3370, 3.2). */
function readCmsAlgorithm(algorithm: DerElement, hash: HashName | undefined): SignedWith {
  if (readOid(readInside(algorithm)[0]) !== oid.rsaEncryption) return readSignedWith(algorithm);
  return hash === undefined ? { kind: "refused", oid: oid.rsaEncryption } : { kind: "rsa", hash };
}

/** One value per attribute, none twice. */
function readAttributes(set: DerElement): Map<string, DerElement> {
  const values = new Map<string, DerElement>();
  for (const attribute of readAll(set.content)) {
    const [type, valueSet] = readInside(attribute);
    const [value, ...more] = readInside(valueSet, tags.set);
    const name = readOid(type);
    if (value === undefined || more.length > 0 || values.has(name)) {
      throw malformed("a signed attribute");
    }
    values.set(name, value);
  }
  return values;
}

/** SignerIdentifier: issuer and serial number, or the key's identifier. */
function toSignerTest(identifier: DerElement | undefined): (certificate: Certificate) => boolean {
  if (identifier?.tag === implicit(0)) {
    const keyId = identifier.content;
    return ({ extensions }) => {
      const extension = extensions.get("2.5.29.14");
      return extension !== undefined && readOctets(readOne(extension.value)).equals(keyId);
    };
  }
  const [issuer, serial] = readInside(identifier);
  const number = readIntegerHex(serial);
  return (certificate) => certificate.serial === number && certificate.issuer.equals(issuer!.whole);
}

/** signing-certificate (RFC 2634, 5.4) or its second version (RFC 5035): the hash of the certificate. */
function toPinTest(values: ReadonlyMap<string, DerElement>): (certificate: Certificate) => boolean {
  const second = values.get(oid.signingCertificateV2);
  const pin = second ?? values.get(oid.signingCertificate);
  if (pin === undefined) throw malformed("it does not pin its certificate");
  const [first] = readInside(readInside(pin)[0]);
  const [algorithmOrHash, hashed] = readInside(first);
  const isDefault = algorithmOrHash?.tag === tags.octetString;
  const hash = second === undefined ? "sha1" : isDefault ? "sha256" : readHash(algorithmOrHash);
  const expected = readOctets(isDefault ? algorithmOrHash : hashed);
  if (hash === undefined) throw malformed("it pins its certificate by an unknown hash");
  return ({ der }) => createHash(hash).update(der).digest().equals(expected);
}
