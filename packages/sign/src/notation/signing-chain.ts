import { isPlimsollError, PlimsollError } from "@plimsoll/core";
import { type Certificate, parseCertificate } from "../x509/certificate.ts";
import { findChainFault } from "../x509/chain.ts";
import { algorithmFor } from "./algorithm.ts";

/**
 * Reads a chain that is to sign, and makes sure that verifiers will take it: what they refuse must
 * not be written (signature-specification.md, "Certificate Requirements").
 *
 * @throws PlimsollError `KEY_INVALID` with the reason
 */
export function requireSigningChain(ders: readonly Uint8Array[]): Certificate[] {
  const chain = ders.map(readCertificate);
  const fault = findChainFault(chain, "codeSigning");
  if (fault !== undefined) throw unfit(fault);
  if (algorithmFor(chain[0]!.publicKey) === undefined) {
    throw unfit("The leaf's key is none of RSA 2048, 3072, 4096, P-256, P-384, P-521");
  }
  return chain;
}

function readCertificate(der: Uint8Array): Certificate {
  try {
    return parseCertificate(der);
  } catch (cause) {
    const why = isPlimsollError(cause) ? cause.message : "it is broken";
    throw unfit(`A certificate cannot be read: ${why}`, cause);
  }
}

function unfit(why: string, cause?: unknown): PlimsollError {
  return new PlimsollError("KEY_INVALID", why, {
    action: "Give a certificate for signing code, followed by its issuers up to the root.",
    cause,
  });
}
