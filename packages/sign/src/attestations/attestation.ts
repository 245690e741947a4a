import type { TrustSigner } from "@plimsoll/core";

/** A statement about an image that lies beside it in its registry. */
export interface Attestation {
  readonly predicateType: string;
  /** What it states; the format is that of its type. */
  readonly predicate: unknown;
  /** Digest of the blob that holds it. */
  readonly digest: string;
  /** The key that signed it; absent when none of the given ones did. */
  readonly keyId?: string;
  /** Who signed it: one of the keys or identities that may; absent when none of them did. */
  readonly signer?: TrustSigner;
  /** Why it does or does not count as signed, as a sentence. */
  readonly reason: string;
}

/** What claims to be an attestation and cannot be read. */
export interface UnreadableAttestation {
  readonly digest: string;
  readonly why: string;
}
