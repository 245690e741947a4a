import { signBytes } from "../keys/algorithm.ts";
import type { PrivateKey } from "../keys/private-key.ts";
import type { Signer } from "./signer.ts";

/** Signs with a private key that was loaded. */
export function keySigner(key: PrivateKey): Signer {
  return {
    publicKey: key.publicKey,
    sign: async (bytes) => signBytes(key.publicKey.algorithm, key.keyObject, bytes),
  };
}

/** What `signImage` and `attestImage` take as `signer`. */
export function toSigner(value: Signer | PrivateKey): Signer {
  return "sign" in value ? value : keySigner(value);
}
