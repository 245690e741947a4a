/** What a CRL or an OCSP responder says of one certificate. */
export type RevocationStatus =
  | { readonly kind: "good" }
  | {
      readonly kind: "revoked";
      /** Milliseconds since 1970. */
      readonly revokedAt: number;
      /** When the key is thought to have been lost; absent where nobody said. */
      readonly invalidFrom?: number | undefined;
      /** CRLReason (RFC 5280, 5.3.1). */
      readonly reason?: number | undefined;
    }
  /** Nothing can be said, and why. */
  | { readonly kind: "unavailable"; readonly why: string };

/** CRLReasons that are told apart. */
export const crlReason = { certificateHold: 6, removeFromCrl: 8 } as const;

export function unavailable(why: string): RevocationStatus {
  return { kind: "unavailable", why };
}

/** Clocks differ: an answer may come from this far in the future. */
export const clockSkewMs = 5 * 60 * 1000;
