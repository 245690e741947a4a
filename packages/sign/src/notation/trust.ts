/** A named set of certificates that Notary Project signatures may chain to. */
export interface NotationStore {
  readonly kind: "ca" | "signingAuthority" | "tsa";
  readonly name: string;
  /** DER. */
  readonly certificates: readonly Uint8Array[];
}

/** How strictly each part of a Notary Project signature is judged (trust-store-trust-policy.md). */
export type NotationLevel = "strict" | "permissive" | "audit";

/** What becomes of a step that does not hold: the signature fails, a warning, or it is not taken at all. */
export type NotationAction = "enforce" | "log" | "skip";

/** What Notary Project signatures are checked against. */
export interface NotationTrust {
  readonly stores: readonly NotationStore[];
  /** Distinguished names, each a subset that the leaf's subject must hold; `*` for any. */
  readonly identities: readonly string[];
  readonly level: NotationLevel;
  /** When the timestamp counts; default `always`. Without a store of the kind `tsa` it never does. */
  readonly verifyTimestamp?: "always" | "afterCertExpiry" | undefined;
  /** How revocation is judged, in place of the level's way. */
  readonly revocation?: NotationAction | undefined;
  /** How the chain and the identity are judged, in place of the level's way. */
  readonly authenticity?: "enforce" | "log" | undefined;
  /** How the time of signing is judged, in place of the level's way. */
  readonly authenticTimestamp?: "enforce" | "log" | undefined;
  /** How the signature's own expiry is judged, in place of the level's way. */
  readonly expiry?: "enforce" | "log" | undefined;
}
