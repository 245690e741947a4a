import { createHash, createPublicKey, type KeyObject } from "node:crypto";
import { describeKey } from "../keys/algorithm.ts";
import {
  explicit,
  malformed,
  readBitString,
  readBits,
  readBoolean,
  readExplicit,
  readInside,
  readIntegerHex,
  readNumber,
  readOid,
  readOne,
  readTime,
  tags,
} from "./asn1.ts";
import { type Extensions, readExtensions } from "./extensions.ts";
import { type Name, readName } from "./name.ts";
import { readSignedWith, type SignedWith } from "./signed.ts";

/** An X.509 certificate (RFC 5280), read once and strictly. */
export interface Certificate {
  readonly der: Buffer;
  /** Hex SHA-256 of `der`. */
  readonly thumbprint: string;
  /** What the issuer signed. */
  readonly signedBytes: Buffer;
  readonly signedWith: SignedWith;
  readonly signature: Buffer;
  /** Two's complement in hexadecimal. */
  readonly serial: string;
  /** DER of the Names: to be compared byte by byte. */
  readonly issuer: Buffer;
  readonly subject: Buffer;
  readonly subjectName: Name;
  /** Milliseconds since 1970; both ends belong to the validity. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly publicKey: KeyObject;
  /** Why the key is not accepted, e.g. RSA of 1024 bits. */
  readonly keyFault: string | undefined;
  /** The bytes of the subjectPublicKey BIT STRING: what OCSP hashes. */
  readonly keyBytes: Buffer;
  readonly extensions: Extensions;
  readonly keyUsage: KeyUsage | undefined;
  readonly extendedKeyUsage: ExtendedKeyUsage | undefined;
  readonly basicConstraints: BasicConstraints | undefined;
}

export interface KeyUsage {
  readonly isCritical: boolean;
  /** RFC 5280, 4.2.1.3: 0 digitalSignature, 1 contentCommitment … 5 keyCertSign, 6 cRLSign … */
  readonly bits: ReadonlySet<number>;
}

export interface ExtendedKeyUsage {
  readonly isCritical: boolean;
  /** OIDs. */
  readonly purposes: readonly string[];
}

export interface BasicConstraints {
  readonly isCritical: boolean;
  readonly isCa: boolean;
  readonly pathLength: number | undefined;
}

const maxCertificateBytes = 64 * 1024;
const ecPublicKey = "1.2.840.10045.2.1";

/**
 * Reads a certificate. Nothing is verified but its form.
 *
 * @throws PlimsollError `MALFORMED`
 */
export function parseCertificate(bytes: Uint8Array): Certificate {
  if (bytes.length > maxCertificateBytes) throw malformed("the certificate is too long");
  const der = Buffer.from(bytes);
  const [tbs, outerAlgorithm, signature, ...more] = readInside(readOne(der));
  if (tbs === undefined || outerAlgorithm === undefined || more.length > 0) {
    throw malformed("it is no certificate");
  }
  const fields = readInside(tbs);
  if (fields[0]?.tag !== explicit(0) || readNumber(readExplicit(fields[0], 0)) !== 2) {
    throw malformed("it is not of version 3");
  }
  const [, serial, algorithm, issuer, validity, subject, spki, ...optional] = fields;
  // RFC 5280, 4.1.1.2: only the inner one is signed.
  if (!algorithm?.whole.equals(outerAlgorithm.whole)) throw malformed("it names two algorithms");
  const [notBefore, notAfter] = readInside(validity);
  const extensions = readExtensions(optional.find(({ tag }) => tag === explicit(3)));
  const [keyAlgorithm, keyBits] = readInside(spki);
  const publicKey = readKey(spki!.whole);
  return {
    der,
    thumbprint: createHash("sha256").update(der).digest("hex"),
    signedBytes: tbs.whole,
    signedWith: readSignedWith(outerAlgorithm),
    signature: readBitString(signature),
    serial: readIntegerHex(serial),
    issuer: nameOf(issuer?.whole),
    subject: nameOf(subject?.whole),
    subjectName: readName(nameOf(subject?.whole)),
    notBefore: readTime(notBefore),
    notAfter: readTime(notAfter),
    publicKey,
    keyFault: findKeyFault(publicKey, readInside(keyAlgorithm)),
    keyBytes: readBitString(keyBits),
    extensions,
    keyUsage: readKeyUsage(extensions),
    extendedKeyUsage: readExtendedKeyUsage(extensions),
    basicConstraints: readBasicConstraints(extensions),
  };
}

function nameOf(whole: Buffer | undefined): Buffer {
  if (whole?.[0] !== tags.sequence) throw malformed("a name is missing");
  return whole;
}

function readKey(spki: Buffer): KeyObject {
  try {
    return createPublicKey({ key: spki, format: "der", type: "spki" });
  } catch (cause) {
    throw malformed("its public key cannot be read", cause);
  }
}

function findKeyFault(
  key: KeyObject,
  [name, parameters]: ReturnType<typeof readInside>,
): string | undefined {
  // RFC 5480, 2.1.1: a curve is named, never described by its parameters (CVE-2020-0601).
  if (readOid(name) === ecPublicKey && parameters?.tag !== tags.oid) {
    return "an ECDSA key with a curve of its own";
  }
  const described = describeKey(key);
  return "fault" in described ? described.fault : undefined;
}

function readKeyUsage(extensions: Extensions): KeyUsage | undefined {
  const extension = extensions.get("2.5.29.15");
  if (extension === undefined) return undefined;
  return { isCritical: extension.isCritical, bits: readBits(readOne(extension.value)) };
}

function readExtendedKeyUsage(extensions: Extensions): ExtendedKeyUsage | undefined {
  const extension = extensions.get("2.5.29.37");
  if (extension === undefined) return undefined;
  const purposes = readInside(readOne(extension.value)).map(readOid);
  return { isCritical: extension.isCritical, purposes };
}

function readBasicConstraints(extensions: Extensions): BasicConstraints | undefined {
  const extension = extensions.get("2.5.29.19");
  if (extension === undefined) return undefined;
  const fields = readInside(readOne(extension.value));
  const [first] = fields;
  const isCa = first?.tag === tags.boolean && readBoolean(first);
  const length = first?.tag === tags.boolean ? fields[1] : first;
  const pathLength = length === undefined ? undefined : readNumber(length);
  return { isCritical: extension.isCritical, isCa, pathLength };
}

/** True when both name the same certificate, byte by byte. */
export function isSameCertificate(a: Certificate, b: Certificate): boolean {
  return a.der.equals(b.der);
}
