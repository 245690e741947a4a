import { constants, type KeyObject, verify } from "node:crypto";
import type { DerElement } from "../encoding/der.ts";
import { type Element, readExplicit, readInside, readNumber, readOid } from "./asn1.ts";

export type HashName = "sha256" | "sha384" | "sha512";

const hashes: Readonly<Record<string, HashName>> = {
  "2.16.840.1.101.3.4.2.1": "sha256",
  "2.16.840.1.101.3.4.2.2": "sha384",
  "2.16.840.1.101.3.4.2.3": "sha512",
};

/** The hash that an AlgorithmIdentifier names, or `undefined` for another, e.g. SHA-1. */
export function readHash(algorithm: Element): HashName | undefined {
  return hashes[readOid(readInside(algorithm)[0])];
}

/** How something in the X.509 family was signed. */
export type SignedWith =
  | { readonly kind: "rsa" | "ec"; readonly hash: HashName }
  | { readonly kind: "rsa-pss"; readonly hash: HashName; readonly saltLength: number }
  | { readonly kind: "ed25519" }
  /** SHA-1, MD5, or something that nobody knows. */
  | { readonly kind: "refused"; readonly oid: string };

const pkcs1: Readonly<Record<string, HashName>> = {
  "1.2.840.113549.1.1.11": "sha256",
  "1.2.840.113549.1.1.12": "sha384",
  "1.2.840.113549.1.1.13": "sha512",
};
const ecdsa: Readonly<Record<string, HashName>> = {
  "1.2.840.10045.4.3.2": "sha256",
  "1.2.840.10045.4.3.3": "sha384",
  "1.2.840.10045.4.3.4": "sha512",
};
const rsaPss = "1.2.840.113549.1.1.10";
const mgf1 = "1.2.840.113549.1.1.8";

/**
 * Reads the AlgorithmIdentifier of a signature.
 *
 * @throws PlimsollError `MALFORMED`
 */
export function readSignedWith(algorithm: DerElement): SignedWith {
  const [name, parameters] = readInside(algorithm);
  const oid = readOid(name);
  if (pkcs1[oid] !== undefined) return { kind: "rsa", hash: pkcs1[oid] };
  if (ecdsa[oid] !== undefined) return { kind: "ec", hash: ecdsa[oid] };
  if (oid === "1.3.101.112") return { kind: "ed25519" };
  return (oid === rsaPss ? readPss(parameters) : undefined) ?? { kind: "refused", oid };
}

/** RFC 4055, 3.1; `undefined` where the default, SHA-1, is meant, or two hashes are mixed. */
function readPss(parameters: Element): SignedWith | undefined {
  const fields = readInside(parameters);
  const field = (number: number) => {
    const found = fields.find(({ tag }) => tag === 0xa0 + number);
    return found === undefined ? undefined : readExplicit(found, number);
  };
  const hashed = field(0);
  const mask = field(1);
  const salt = field(2);
  if (hashed === undefined || mask === undefined || field(3) !== undefined) return undefined;
  const [maskName, maskHash] = readInside(mask);
  const hash = readHash(hashed);
  if (hash === undefined || readOid(maskName) !== mgf1 || readHash(maskHash) !== hash) {
    return undefined;
  }
  const saltLength = salt === undefined ? 20 : readNumber(salt);
  return saltLength > 64 ? undefined : { kind: "rsa-pss", hash, saltLength };
}

/** True when `key` made `signature` over exactly `bytes` in this way. */
export function isSignedBy(
  key: KeyObject,
  how: SignedWith,
  bytes: Uint8Array,
  signature: Uint8Array,
): boolean {
  const type = key.asymmetricKeyType;
  switch (how.kind) {
    case "rsa":
    case "ec":
      return type === how.kind && verify(how.hash, bytes, key, signature);
    case "ed25519":
      return type === "ed25519" && verify(null, bytes, key, signature);
    case "rsa-pss": {
      const { hash, saltLength } = how;
      const padding = constants.RSA_PKCS1_PSS_PADDING;
      return type === "rsa" && verify(hash, bytes, { key, padding, saltLength }, signature);
    }
    case "refused":
      return false;
  }
}

/** For reasons: why it is not accepted, or `undefined`. */
export function refusedAlgorithm(how: SignedWith): string | undefined {
  if (how.kind !== "refused") return undefined;
  return `the algorithm ${how.oid}, which is outdated (SHA-1, MD5) or not known`;
}
