import { PlimsollError } from "@plimsoll/core";
import type { TufDocument, TufRole } from "./document.ts";
import type { TufKey } from "./key.ts";
import { isSignedBy } from "./signature.ts";

/**
 * The keys of a role that signed a document. The same key under two ids (with and without a
 * certificate) counts once.
 */
export function signersOf(
  document: TufDocument,
  role: TufRole,
  keys: ReadonlyMap<string, TufKey>,
): TufKey[] {
  const signers = new Map<string, TufKey>();
  for (const signature of document.signatures) {
    const key = role.keyIds.includes(signature.keyId) ? keys.get(signature.keyId) : undefined;
    if (key === undefined || signers.has(key.canonicalId)) continue;
    if (isSignedBy(document.signed, signature, key)) signers.set(key.canonicalId, key);
  }
  return [...signers.values()];
}

/**
 * The same, and as many as the role asks for.
 *
 * @throws PlimsollError `SIGNATURE_INVALID`
 */
export function requireSigners(
  what: string,
  document: TufDocument,
  role: TufRole,
  keys: ReadonlyMap<string, TufKey>,
): TufKey[] {
  const signers = signersOf(document, role, keys);
  if (signers.length >= role.threshold) return signers;
  throw new PlimsollError(
    "SIGNATURE_INVALID",
    `${what} is signed by ${signers.length} of its keys, and ${role.threshold} must have signed`,
  );
}

/** @throws PlimsollError `SIGNATURE_INVALID` when the document has expired */
export function requireFresh(what: string, document: TufDocument, nowMs: number): void {
  if (Date.parse(document.expires) > nowMs) return;
  throw new PlimsollError("SIGNATURE_INVALID", `${what} expired on ${document.expires}`);
}
