import type { TransparencyLogEntry } from "@sigstore/bundle";
import type { PublicKey } from "../keys/public-key.ts";

export type { TransparencyLogEntry };

/** Digests that logs and bundles name; each has a length of its own. */
export type Sha2 = "sha256" | "sha384" | "sha512";

/** What a signature was made over. */
export interface SignedContent {
  /** Digest of the bytes that were signed: of a DSSE envelope, its pre-authentication encoding. */
  digest(algorithm: Sha2): Buffer | undefined;
  /** Digest of what a DSSE envelope wraps; the same as `digest` elsewhere. */
  payloadDigest(algorithm: Sha2): Buffer | undefined;
  isSignedBy(key: PublicKey, signature: Uint8Array): boolean;
}

/** A signature and what came along to prove whose it is. */
export interface SignedMaterial {
  readonly content: SignedContent;
  readonly signature: Buffer;
  /** DER of the certificate of who signed; absent when a key known beforehand did. */
  readonly certificate?: Buffer | undefined;
  readonly entries: readonly TransparencyLogEntry[];
  /** TimeStampResp in DER (RFC 3161). */
  readonly timestamps: readonly Buffer[];
}

/** A moment that a log or an authority has signed. */
export interface TrustedTime {
  readonly moment: Date;
  /** Who says so. */
  readonly source: string;
}
