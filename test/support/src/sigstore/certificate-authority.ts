import { createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import {
  type AlternativeName,
  basicConstraints,
  type CertificateParts,
  createCertificate,
  extendedKeyUsage,
  extension,
  keyUsage,
  type Purpose,
  subjectAltName,
  tbsCertificate,
} from "./certificate.ts";
import { type CertificateLog, timestampList } from "./ct-log.ts";
import { octets, utf8 } from "./der.ts";

const minute = 60_000;
const day = 24 * 60 * minute;

/** What Fulcio is asked to certify. Everything has the value that Fulcio would give it. */
export interface LeafRequest {
  publicKey: KeyObject;
  names: readonly AlternativeName[];
  /** Fulcio's extensions by the last number of their identifier, e.g. 8 for the issuer. */
  claims?: Readonly<Record<number, string>>;
  notBefore?: Date;
  notAfter?: Date;
  isAuthority?: boolean;
  usage?: "digitalSignature" | "keyEncipherment";
  purposes?: readonly Purpose[];
  hash?: "sha1" | "sha256";
  issuer?: string;
  /** Default: one, by the authority's own log. */
  promises?: (tbs: Buffer, issuerKey: KeyObject) => readonly Uint8Array[];
  /** Fulcio's extensions as they are, in place of `claims`. */
  extensions?: readonly Buffer[];
}

/** An authority like Fulcio: a root, an intermediate, and certificates for ten minutes. */
export interface CertificateAuthority {
  readonly root: Buffer;
  readonly intermediate: Buffer;
  readonly log: CertificateLog;
  issue(request: LeafRequest): Buffer;
}

export interface AuthorityOptions {
  log: CertificateLog;
  /** Default: from a day before now on. */
  notBefore?: Date;
  /** Of the intermediate; default: a year later. */
  notAfter?: Date;
  /** Of the intermediate; default: 0. */
  pathLength?: number;
  isIntermediateAuthority?: boolean;
}

export function createCertificateAuthority(options: AuthorityOptions): CertificateAuthority {
  const { log, notBefore = new Date(Date.now() - day) } = options;
  const notAfter = new Date(notBefore.getTime() + 3650 * day);
  const rootKeys = generateKeyPairSync("ec", { namedCurve: "P-384" });
  const keys = generateKeyPairSync("ec", { namedCurve: "P-384" });
  const root = createCertificate({
    subject: "plimsoll test root",
    issuer: "plimsoll test root",
    publicKey: rootKeys.publicKey,
    signingKey: rootKeys.privateKey,
    hash: "sha384",
    notBefore,
    notAfter,
    extensions: [basicConstraints(true), keyUsage("keyCertSign")],
  });
  const intermediate = createCertificate({
    subject: "plimsoll test intermediate",
    issuer: "plimsoll test root",
    publicKey: keys.publicKey,
    signingKey: rootKeys.privateKey,
    hash: "sha384",
    notBefore,
    notAfter: options.notAfter ?? new Date(notBefore.getTime() + 365 * day),
    extensions: [
      basicConstraints(options.isIntermediateAuthority ?? true, options.pathLength ?? 0),
      keyUsage("keyCertSign"),
    ],
  });
  return { root, intermediate, log, issue: (request) => issue(request, keys.privateKey, log) };
}

function issue(request: LeafRequest, signingKey: KeyObject, log: CertificateLog): Buffer {
  const notBefore = request.notBefore ?? new Date();
  const parts: CertificateParts = {
    issuer: request.issuer ?? "plimsoll test intermediate",
    publicKey: request.publicKey,
    signingKey,
    hash: request.hash ?? "sha256",
    notBefore,
    notAfter: request.notAfter ?? new Date(notBefore.getTime() + 10 * minute),
    serial: BigInt(notBefore.getTime()),
    extensions: [
      keyUsage(request.usage ?? "digitalSignature"),
      extendedKeyUsage(request.purposes ?? ["codeSigning"]),
      ...(request.isAuthority ? [basicConstraints(true)] : []),
      subjectAltName(request.names),
      ...(request.extensions ?? formatClaims(request.claims ?? {})),
    ],
  };
  const issuerKey = createPublicKey(signingKey);
  const tbs = tbsCertificate(parts);
  const promises = request.promises?.(tbs, issuerKey) ?? [log.promise(tbs, issuerKey, notBefore)];
  if (promises.length === 0) return createCertificate(parts);
  const list = extension("1.3.6.1.4.1.11129.2.4.2", octets(timestampList(promises)));
  return createCertificate({ ...parts, extensions: [...parts.extensions, list] });
}

/** Up to number 6 the text itself, from 7 on a UTF8String (Fulcio, docs/oid-info.md). */
function formatClaims(claims: Readonly<Record<number, string>>): Buffer[] {
  return Object.entries(claims).map(([number, value]) =>
    extension(
      `1.3.6.1.4.1.57264.1.${number}`,
      Number(number) <= 6 ? Buffer.from(value) : utf8(value),
    ),
  );
}
