import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import {
  basicConstraints,
  createCertificate,
  extendedKeyUsage,
  keyUsage,
  name,
  type Purpose,
} from "./certificate.ts";
import { boolean, context, integer, nothing, octets, oid, sequence, set, time } from "./der.ts";

const day = 24 * 60 * 60_000;
const sha256Oid = "2.16.840.1.101.3.4.2.1";
const hashes = {
  sha1: "1.3.14.3.2.26",
  sha256: sha256Oid,
  sha384: "2.16.840.1.101.3.4.2.2",
  sha512: "2.16.840.1.101.3.4.2.3",
} as const;

export interface TimestampRequest {
  /** What is stamped: its digest is taken here … */
  data?: Uint8Array;
  /** … or given. */
  digest?: Uint8Array;
  hash?: keyof typeof hashes;
  moment?: Date;
  nonce?: bigint;
  /** PKIStatus; default: 0, granted. */
  status?: number;
  /** Certificates that travel along; default: the authority's own. */
  certificates?: readonly Uint8Array[];
  /** Content type of what is signed; default: TSTInfo. */
  contentType?: string;
}

/** An authority that signs the time (RFC 3161). */
export interface TimestampAuthority {
  readonly root: Buffer;
  readonly certificate: Buffer;
  /** A TimeStampResp in DER. */
  stamp(request: TimestampRequest): Buffer;
}

export interface TimestampAuthorityOptions {
  purposes?: readonly Purpose[];
  isPurposeCritical?: boolean;
  notBefore?: Date;
  /** Of the certificate that signs. */
  notAfter?: Date;
}

export function createTimestampAuthority(
  options: TimestampAuthorityOptions = {},
): TimestampAuthority {
  const { notBefore = new Date(Date.now() - day) } = options;
  const notAfter = new Date(notBefore.getTime() + 3650 * day);
  const rootKeys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const issuer = "plimsoll test timestamping root";
  const root = createCertificate({
    subject: issuer,
    issuer,
    publicKey: rootKeys.publicKey,
    signingKey: rootKeys.privateKey,
    notBefore,
    notAfter,
    extensions: [basicConstraints(true), keyUsage("keyCertSign")],
  });
  const serial = BigInt(notBefore.getTime());
  const certificate = createCertificate({
    subject: "plimsoll test timestamping",
    issuer,
    publicKey: keys.publicKey,
    signingKey: rootKeys.privateKey,
    serial,
    notBefore,
    notAfter: options.notAfter ?? notAfter,
    extensions: [
      basicConstraints(false),
      keyUsage("digitalSignature"),
      extendedKeyUsage(options.purposes ?? ["timeStamping"], options.isPurposeCritical ?? true),
    ],
  });
  const sid = sequence(name(issuer), integer(serial));
  return {
    root,
    certificate,
    stamp: (request) => stamp(request, keys.privateKey, sid, certificate),
  };
}

function stamp(
  request: TimestampRequest,
  key: KeyObject,
  sid: Buffer,
  certificate: Buffer,
): Buffer {
  const hash = request.hash ?? "sha256";
  const digest = request.digest ?? createHash(hash).update(request.data!).digest();
  const info = sequence(
    integer(1),
    oid("1.3.6.1.4.1.57264.2"),
    sequence(sequence(oid(hashes[hash]), nothing()), octets(digest)),
    integer(0xdeadbeefn),
    time(request.moment ?? new Date()),
    ...(request.nonce === undefined ? [] : [integer(request.nonce)]),
  );
  const contentType = request.contentType ?? "1.2.840.113549.1.9.16.1.4";
  const attributes = [
    attribute("1.2.840.113549.1.9.3", oid(contentType)),
    attribute("1.2.840.113549.1.9.4", octets(sha256(info))),
    // signing-certificate-v2 (RFC 5035), which RFC 5816 requires
    attribute(
      "1.2.840.113549.1.9.16.2.47",
      sequence(sequence(sequence(octets(sha256(certificate))))),
    ),
  ];
  const signature = sign("sha256", set(...attributes), key);
  const signerInfo = sequence(
    integer(1),
    sid,
    sequence(oid(sha256Oid)),
    context(0, ...attributes),
    sequence(oid("1.2.840.10045.4.3.2")),
    octets(signature),
  );
  const signedData = sequence(
    integer(3),
    set(sequence(oid(sha256Oid))),
    sequence(oid(contentType), context(0, octets(info))),
    context(0, ...(request.certificates ?? [certificate])),
    set(signerInfo),
  );
  const token = sequence(oid("1.2.840.113549.1.7.2"), context(0, signedData));
  return sequence(sequence(integer(request.status ?? 0)), token);
}

/** A TimeStampReq for `digest`, as clients send it. */
export function formatTimestampRequest(digest: Uint8Array, nonce: bigint): Buffer {
  const imprint = sequence(sequence(oid(sha256Oid), nothing()), octets(digest));
  return sequence(integer(1), imprint, integer(nonce), boolean(true));
}

/** The name that an object identifier of a digest has here. */
export function hashNamed(id: string): keyof typeof hashes | undefined {
  return (Object.keys(hashes) as (keyof typeof hashes)[]).find((hash) => hashes[hash] === id);
}

function attribute(id: string, value: Buffer): Buffer {
  return sequence(oid(id), set(value));
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}
