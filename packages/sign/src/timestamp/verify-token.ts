import { createHash } from "node:crypto";
import { isContentFault } from "../verify/check.ts";
import { type Certificate, isSameCertificate } from "../x509/certificate.ts";
import { findChainFault, findValidityFault, isIssuedBy } from "../x509/chain.ts";
import { isSignedBy } from "../x509/signed.ts";
import { parseTimestampToken, type TimestampToken } from "./token.ts";

/** What a timestamping authority vouches for. */
export interface VerifiedTimestamp {
  /** Milliseconds since 1970; the true time is within `from` and `to`. */
  readonly time: number;
  readonly from: number;
  readonly to: number;
  /** Signer first, root last. */
  readonly chain: readonly Certificate[];
}

const maxDepth = 10;

/**
 * Verifies a TimeStampToken over `data` under one of the roots (RFC 3161, 2.2).
 *
 * @param nonce what the request asked to be repeated, as `readIntegerHex` gives it
 * @returns the time, or why there is none; never throws for what the token holds
 */
export function verifyTimestampToken(
  bytes: Buffer,
  data: Uint8Array,
  roots: readonly Certificate[],
  nonce?: string,
): VerifiedTimestamp | { readonly fault: string } {
  try {
    const token = parseTimestampToken(bytes);
    const fault = findTokenFault(token, data, nonce);
    return fault === undefined ? verifySigner(token, roots) : { fault };
  } catch (error) {
    if (!isContentFault(error)) throw error;
    return { fault: `The timestamp cannot be read: ${error.message}` };
  }
}

function findTokenFault(
  token: TimestampToken,
  data: Uint8Array,
  nonce: string | undefined,
): string | undefined {
  const { imprintHash, imprint, content, contentHash, messageDigest } = token;
  if (imprintHash === undefined) return "The timestamp's imprint is of a hash that is not accepted";
  if (!createHash(imprintHash).update(data).digest().equals(imprint)) {
    return "The timestamp is for another signature";
  }
  if (contentHash === undefined) return "The timestamp uses a hash that is not accepted";
  if (!createHash(contentHash).update(content).digest().equals(messageDigest)) {
    return "The timestamp's content was altered";
  }
  if (nonce !== undefined && token.nonce !== nonce) return "The timestamp answers another request";
  return undefined;
}

function verifySigner(
  token: TimestampToken,
  roots: readonly Certificate[],
): VerifiedTimestamp | { readonly fault: string } {
  const signer = [...token.certificates, ...roots].find(token.isSigner);
  if (signer === undefined) return { fault: "The timestamp lacks the certificate of its signer" };
  if (!isSignedBy(signer.publicKey, token.signedWith, token.signedBytes, token.signature)) {
    return { fault: "The timestamp was not signed by its certificate's key" };
  }
  const chain = buildChain([signer], token.certificates, roots);
  if (chain === undefined) {
    return { fault: "The timestamp's certificate leads to no trust store of the kind tsa" };
  }
  const chainFault = findChainFault(chain, "timeStamping");
  if (chainFault !== undefined) return { fault: `Timestamp: ${chainFault}` };
  const from = token.time - token.accuracyMs;
  const to = token.time + token.accuracyMs;
  const validityFault = findValidityFault(chain, from, to);
  if (validityFault !== undefined) return { fault: `Timestamp: ${validityFault}` };
  return { time: token.time, from, to, chain };
}

/** Follows issuers through the embedded certificates up to a root that is trusted. */
function buildChain(
  chain: readonly Certificate[],
  embedded: readonly Certificate[],
  roots: readonly Certificate[],
): readonly Certificate[] | undefined {
  const last = chain.at(-1)!;
  if (roots.some((root) => isSameCertificate(root, last))) return chain;
  if (chain.length >= maxDepth) return undefined;
  for (const issuer of [...roots, ...embedded]) {
    const isUsed = chain.some((each) => isSameCertificate(each, issuer));
    if (isUsed || !isIssuedBy(last, issuer)) continue;
    const found = buildChain([...chain, issuer], embedded, roots);
    if (found !== undefined) return found;
  }
  return undefined;
}
