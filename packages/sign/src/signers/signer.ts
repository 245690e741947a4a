import type { PublicKey } from "../keys/public-key.ts";

/** Something that signs: a key file, a key in a KMS, or a short-lived key of its own. */
export interface Signer {
  readonly publicKey: PublicKey;
  /** Signs exactly these bytes with the digest that fits the key; ECDSA signatures are in DER. */
  sign(bytes: Uint8Array, signal?: AbortSignal): Promise<Uint8Array>;
  /** DER, leaf first, root last: where the signer has certificates (X.509). */
  certificateChain?(): Promise<readonly Uint8Array[]>;
}
