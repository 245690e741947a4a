import { sign } from "node:crypto";
import { PlimsollError } from "@plimsoll/core";
import type { PrivateKey } from "../keys/private-key.ts";
import { describePublicKey } from "../keys/public-key.ts";
import { algorithmFor, pssOptions } from "../notation/algorithm.ts";
import { requireSigningChain } from "../notation/signing-chain.ts";
import { parsePemCertificates } from "../x509/pem.ts";
import type { Signer } from "./signer.ts";

/** A signer with certificates, as the Notary Project asks for. */
export interface X509Signer extends Signer {
  /** DER, leaf first, root last. */
  certificateChain(): Promise<readonly Uint8Array[]>;
}

/**
 * Reads a chain of certificates in PEM, leaf first, root last.
 *
 * @returns DER
 * @throws PlimsollError `KEY_INVALID` when it is no chain, or one that may not sign code
 */
export function loadCertificateChain(pem: string): Uint8Array[] {
  const chain = parsePemCertificates(pem).map(({ der }) => der);
  requireSigningChain(chain);
  return chain;
}

/**
 * Signs with a key file for which there are certificates. RSA signatures are PSS, and the hash is the
 * one that the Notary Project lays down for the key.
 *
 * @throws PlimsollError `KEY_INVALID` for a chain that is not the key's, or that may not sign code
 */
export function x509Signer(key: PrivateKey, chain: readonly Uint8Array[]): X509Signer {
  const leaf = requireSigningChain(chain)[0]!;
  if (describePublicKey(leaf.publicKey).keyId !== key.publicKey.keyId) {
    throw new PlimsollError("KEY_INVALID", "The first certificate is for another key", {
      action: "Give the chain with the key's own certificate first.",
    });
  }
  // There is one: the chain's check asked for it.
  const { hash, coordinateBytes } = algorithmFor(leaf.publicKey)!;
  const { keyObject } = key;
  const input = coordinateBytes === undefined ? { key: keyObject, ...pssOptions } : keyObject;
  return {
    publicKey: key.publicKey,
    sign: async (bytes) => sign(hash, bytes, input),
    certificateChain: async () => chain,
  };
}
