import { type KeyObject, randomBytes, sign } from "node:crypto";
import {
  bits,
  boolean,
  certificateTime,
  context,
  der,
  integer,
  octets,
  oid,
  sequence,
  set,
  utf8,
} from "./der.ts";

/** What a certificate says (RFC 5280, section 4.1); it is made as told, also when that is nonsense. */
export interface CertificateParts {
  /** Common name. */
  subject?: string;
  issuer: string;
  publicKey: KeyObject;
  signingKey: KeyObject;
  notBefore: Date;
  notAfter: Date;
  extensions: readonly Buffer[];
  hash?: "sha1" | "sha256" | "sha384";
  serial?: bigint;
}

const signatureAlgorithms = {
  ec: { sha1: "1.2.840.10045.4.1", sha256: "1.2.840.10045.4.3.2", sha384: "1.2.840.10045.4.3.3" },
  rsa: {
    sha1: "1.2.840.113549.1.1.5",
    sha256: "1.2.840.113549.1.1.11",
    sha384: "1.2.840.113549.1.1.12",
  },
};

/** Makes and signs a certificate; DER. */
export function createCertificate(parts: CertificateParts): Buffer {
  const body = tbsCertificate(parts);
  const signature = sign(parts.hash ?? "sha256", body, parts.signingKey);
  return sequence(body, algorithm(parts), bits(signature));
}

/** The part of a certificate that is signed, also by a certificate transparency log. */
export function tbsCertificate(parts: CertificateParts): Buffer {
  return sequence(
    context(0, integer(2)),
    integer(parts.serial ?? BigInt(`0x01${randomBytes(15).toString("hex")}`)),
    algorithm(parts),
    name(parts.issuer),
    sequence(certificateTime(parts.notBefore), certificateTime(parts.notAfter)),
    parts.subject === undefined ? sequence() : name(parts.subject),
    parts.publicKey.export({ type: "spki", format: "der" }),
    context(3, sequence(...parts.extensions)),
  );
}

/** A distinguished name of one common name. */
export function name(commonName: string): Buffer {
  return sequence(set(sequence(oid("2.5.4.3"), utf8(commonName))));
}

function algorithm({ signingKey, hash = "sha256" }: CertificateParts): Buffer {
  const kind = signingKey.asymmetricKeyType === "rsa" ? "rsa" : "ec";
  return sequence(oid(signatureAlgorithms[kind][hash]));
}

/** An extension; its value is DER, or raw bytes as Fulcio's oldest ones have. */
export function extension(id: string, value: Uint8Array, isCritical = false): Buffer {
  return sequence(oid(id), ...(isCritical ? [boolean(true)] : []), octets(value));
}

export function basicConstraints(isAuthority: boolean, pathLength?: number): Buffer {
  const parts = isAuthority ? [boolean(true)] : [];
  if (pathLength !== undefined) parts.push(integer(pathLength));
  return extension("2.5.29.19", sequence(...parts), true);
}

export function keyUsage(use: "digitalSignature" | "keyCertSign" | "keyEncipherment"): Buffer {
  const [bit, unused] = {
    digitalSignature: [0x80, 7],
    keyEncipherment: [0x20, 5],
    keyCertSign: [0x06, 1],
  }[use] as [number, number];
  return extension("2.5.29.15", bits(Buffer.from([bit]), unused), true);
}

const purposes = {
  codeSigning: "1.3.6.1.5.5.7.3.3",
  timeStamping: "1.3.6.1.5.5.7.3.8",
  serverAuth: "1.3.6.1.5.5.7.3.1",
};
export type Purpose = keyof typeof purposes;

export function extendedKeyUsage(uses: readonly Purpose[], isCritical = false): Buffer {
  const value = sequence(...uses.map((use) => oid(purposes[use])));
  return extension("2.5.29.37", value, isCritical);
}

/** Names as RFC 5280, section 4.2.1.6 tags them. */
export interface AlternativeName {
  type: "uri" | "email" | "dns";
  value: string;
}

export function subjectAltName(names: readonly AlternativeName[]): Buffer {
  const tags = { email: 0x81, dns: 0x82, uri: 0x86 };
  const value = names.map(({ type, value }) => der(tags[type], Buffer.from(value, "latin1")));
  return extension("2.5.29.17", sequence(...value), true);
}
