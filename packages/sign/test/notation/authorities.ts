import { createHash, createPublicKey } from "node:crypto";
import {
  der,
  integer,
  objectIdentifier,
  octetString,
  sequence,
} from "../../src/encoding/der-write.ts";
import { day, extension, generalizedTime, type Issued, signDer, signedDer } from "./pki.ts";

const sha256Id = sequence(objectIdentifier("2.16.840.1.101.3.4.2.1"), Buffer.from([0x05, 0x00]));
const sha1Id = sequence(objectIdentifier("1.3.14.3.2.26"), Buffer.from([0x05, 0x00]));
const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest();
const sha1 = (bytes: Buffer) => createHash("sha1").update(bytes).digest();
const enumerated = (value: number) => der(0x0a, Buffer.from([value]));
const set = (...content: Buffer[]) => der(0x31, ...content);

export interface TokenWish {
  time?: number;
  /** Of the imprint; default: that of `data`. */
  imprint?: Buffer;
  imprintAlgorithm?: Buffer;
  /** In seconds. */
  accuracy?: number;
  nonce?: Buffer;
  /** The certificate that the signed attributes pin; default: the signer's. */
  pinned?: Buffer;
  /** Default: the signer's. */
  certificates?: readonly Buffer[];
  contentType?: string;
  messageDigest?: Buffer;
  signers?: number;
}

/** A TimeStampToken over `data` by a timestamping authority. */
export function timestampToken(data: Buffer, tsa: Issued, wish: TokenWish = {}): Buffer {
  const imprintId = wish.imprintAlgorithm ?? sha256Id;
  const accuracy =
    wish.accuracy === undefined ? [] : [sequence(integer(Buffer.from([wish.accuracy])))];
  const info = sequence(
    integer(Buffer.from([1])),
    objectIdentifier("1.2.3.4"),
    sequence(imprintId, octetString(wish.imprint ?? sha256(data))),
    integer(Buffer.from([7])),
    generalizedTime(wish.time ?? Date.now()),
    ...accuracy,
    ...(wish.nonce === undefined ? [] : [wish.nonce]),
  );
  const type = objectIdentifier(wish.contentType ?? "1.2.840.113549.1.9.16.1.4");
  const attribute = (oid: string, value: Buffer) => sequence(objectIdentifier(oid), set(value));
  const pin = sequence(sequence(sequence(octetString(sha256(wish.pinned ?? tsa.der)))));
  const attributes = [
    attribute("1.2.840.113549.1.9.3", type),
    attribute("1.2.840.113549.1.9.4", octetString(wish.messageDigest ?? sha256(info))),
    attribute("1.2.840.113549.1.9.16.2.47", pin),
  ];
  const { algorithm, signature } = signDer(tsa.key, set(...attributes));
  const signer = sequence(
    integer(Buffer.from([1])),
    sequence(tsa.issuer, integer(tsa.serial)),
    sha256Id,
    der(0xa0, ...attributes),
    algorithm,
    octetString(signature),
  );
  const signedData = sequence(
    integer(Buffer.from([3])),
    set(sha256Id),
    sequence(type, der(0xa0, octetString(info))),
    der(0xa0, ...(wish.certificates ?? [tsa.der])),
    set(...Array.from({ length: wish.signers ?? 1 }, () => signer)),
  );
  return sequence(objectIdentifier("1.2.840.113549.1.7.2"), der(0xa0, signedData));
}

/** A TimeStampResp with this token. */
export function timestampResponse(token: Buffer, status = 0): Buffer {
  return sequence(sequence(integer(Buffer.from([status]))), token);
}

export interface OcspWish {
  status?: "good" | "revoked" | "unknown";
  thisUpdate?: number;
  /** `null`: none. */
  nextUpdate?: number | null;
  invalidFrom?: number;
  serial?: Buffer;
  /** Who signs; default: the issuer itself. */
  responder?: Issued;
  code?: number;
  about?: Issued;
}

/** An OCSPResponse about a certificate. */
export function ocspResponse(certificate: Issued, issuer: Issued, wish: OcspWish = {}): Buffer {
  if (wish.code !== undefined) return sequence(enumerated(wish.code));
  const now = Date.now();
  const about = wish.about ?? issuer;
  const id = sequence(
    sha1Id,
    octetString(sha1(about.subject)),
    octetString(sha1(keyBits(about))),
    integer(wish.serial ?? certificate.serial),
  );
  const statuses = {
    good: der(0x80),
    revoked: der(0xa1, generalizedTime(now - day)),
    unknown: der(0x82),
  };
  const next = wish.nextUpdate === undefined ? now + day : wish.nextUpdate;
  const extensions =
    wish.invalidFrom === undefined
      ? []
      : [der(0xa1, sequence(extension("2.5.29.24", generalizedTime(wish.invalidFrom))))];
  const single = sequence(
    id,
    statuses[wish.status ?? "good"],
    generalizedTime(wish.thisUpdate ?? now - 1000),
    ...(next === null ? [] : [der(0xa0, generalizedTime(next))]),
    ...extensions,
  );
  const responder = wish.responder ?? issuer;
  const data = sequence(der(0xa1, responder.subject), generalizedTime(now), sequence(single));
  const certificates =
    wish.responder === undefined ? [] : [der(0xa0, sequence(wish.responder.der))];
  const basic = signedDer(responder.key, data, "sha256", ...certificates);
  const type = objectIdentifier("1.3.6.1.5.5.7.48.1.1");
  return sequence(enumerated(0), der(0xa0, sequence(type, octetString(basic))));
}

/** The content of the subjectPublicKey BIT STRING, which ends the SubjectPublicKeyInfo. */
function keyBits({ key }: Issued): Buffer {
  const spki = createPublicKey(key).export({ format: "der", type: "spki" });
  // Of P-256: an uncompressed point.
  return spki.subarray(spki.length - 65);
}

export interface CrlWish {
  revoked?: readonly { serial: Buffer; reason?: number; invalidFrom?: number; critical?: string }[];
  thisUpdate?: number;
  /** `null`: none. */
  nextUpdate?: number | null;
  number?: number;
  /** Makes it a delta to the base with this number. */
  base?: number;
  freshest?: Buffer;
  issuerName?: Buffer;
  extensions?: readonly Buffer[];
  hash?: "sha1" | "sha256";
}

/** A CRL by an authority. */
export function crlOf(issuer: Issued, wish: CrlWish = {}): Buffer {
  const now = Date.now();
  const entries = (wish.revoked ?? []).map(({ serial, reason, invalidFrom, critical }) => {
    const extensions = [
      ...(reason === undefined ? [] : [extension("2.5.29.21", enumerated(reason))]),
      ...(invalidFrom === undefined ? [] : [extension("2.5.29.24", generalizedTime(invalidFrom))]),
      ...(critical === undefined ? [] : [extension(critical, Buffer.from([5, 0]), true)]),
    ];
    const list = extensions.length === 0 ? [] : [sequence(...extensions)];
    return sequence(integer(serial), generalizedTime(now - day), ...list);
  });
  const next = wish.nextUpdate === undefined ? now + day : wish.nextUpdate;
  const number = (value: number) => integer(Buffer.from([value]));
  const extensions = [
    extension("2.5.29.20", number(wish.number ?? 1)),
    ...(wish.base === undefined ? [] : [extension("2.5.29.27", number(wish.base), true)]),
    ...(wish.freshest === undefined ? [] : [wish.freshest]),
    ...(wish.extensions ?? []),
  ];
  const list = sequence(
    integer(Buffer.from([1])),
    signDer(issuer.key, Buffer.alloc(1), wish.hash).algorithm,
    wish.issuerName ?? issuer.subject,
    generalizedTime(wish.thisUpdate ?? now - 1000),
    ...(next === null ? [] : [generalizedTime(next)]),
    ...(entries.length === 0 ? [] : [sequence(...entries)]),
    der(0xa0, sequence(...extensions)),
  );
  return signedDer(issuer.key, list, wish.hash);
}
