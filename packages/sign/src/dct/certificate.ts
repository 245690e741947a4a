import { X509Certificate } from "node:crypto";
import { PlimsollError } from "@plimsoll/core";
import { malformed } from "./json-fields.ts";

const maxCertificates = 8;
const block = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

/**
 * Reads a chain in PEM, leaf first: exactly one certificate that is no authority, at its head
 * (Notary's rule for keys of the types `ecdsa-x509` and `rsa-x509`).
 *
 * @throws PlimsollError `MALFORMED`
 */
export function parseCertificates(pem: Buffer): X509Certificate[] {
  const certificates = readAll(pem.toString("latin1"));
  const [leaf, ...authorities] = certificates;
  if (leaf === undefined) throw malformed("a key with a certificate holds none");
  if (leaf.ca || authorities.some(({ ca }) => !ca)) {
    throw malformed("a key's certificates are not one leaf followed by authorities");
  }
  return certificates;
}

/**
 * Reads the authorities that roots may chain to.
 *
 * @throws PlimsollError `KEY_INVALID` when a text holds no certificate, or one that is no authority
 */
export function parseAuthorities(texts: readonly string[]): X509Certificate[] {
  return texts.flatMap((text) => {
    const found = readAuthorities(text);
    if (found.length > 0 && found.every(({ ca }) => ca)) return found;
    throw new PlimsollError("KEY_INVALID", "A root certificate is not that of an authority", {
      action: "Give the PEM of the certificate authority that issues the roots' certificates.",
    });
  });
}

function readAuthorities(text: string): X509Certificate[] {
  try {
    return readAll(text);
  } catch {
    return [];
  }
}

function readAll(pem: string): X509Certificate[] {
  const blocks = pem.match(block) ?? [];
  if (blocks.length > maxCertificates) throw malformed("a key has too many certificates");
  try {
    return blocks.map((text) => new X509Certificate(text));
  } catch {
    throw malformed("a key's certificate cannot be read");
  }
}

/** Why a leaf is no certificate for a repository at a time, or `undefined` when it is one. */
export function faultOfLeaf(leaf: X509Certificate, gun: string, nowMs: number): string | undefined {
  const name = commonNameOf(leaf);
  if (name === undefined) return "the root's certificate has not exactly one common name";
  if (!isNameFor(name, gun)) return `the root's certificate is for ${JSON.stringify(name)}`;
  return faultOfTime(leaf, nowMs);
}

/** True when the chain ends at one of the authorities, and every link of it holds at the time. */
export function chainsTo(
  chain: readonly X509Certificate[],
  authorities: readonly X509Certificate[],
  nowMs: number,
): boolean {
  const valid = (certificate: X509Certificate) => faultOfTime(certificate, nowMs) === undefined;
  const anchors = authorities.filter(valid);
  for (const [index, certificate] of chain.entries()) {
    if (!valid(certificate)) return false;
    if (anchors.some((anchor) => isIssuedBy(certificate, anchor))) return true;
    const next = chain[index + 1];
    if (next === undefined || !isIssuedBy(certificate, next)) return false;
  }
  return false;
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

function faultOfTime(certificate: X509Certificate, nowMs: number): string | undefined {
  if (certificate.validFromDate.getTime() > nowMs) {
    return `the root's certificate is not valid before ${certificate.validFromDate.toISOString()}`;
  }
  if (certificate.validToDate.getTime() < nowMs) {
    return `the root's certificate expired on ${certificate.validToDate.toISOString()}`;
  }
  return undefined;
}

/** Node gives one attribute a line, and escapes what could pass for another. */
function commonNameOf(certificate: X509Certificate): string | undefined {
  const names = certificate.subject.split("\n").filter((line) => line.startsWith("CN="));
  return names.length === 1 ? names[0]!.slice("CN=".length) : undefined;
}

/** Notary lets a name end with `*` anywhere; here only after a slash, lest `library*` be `library-evil`. */
function isNameFor(name: string, gun: string): boolean {
  return name === gun || (name.endsWith("/*") && gun.startsWith(name.slice(0, -1)));
}
