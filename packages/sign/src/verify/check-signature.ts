import type { TrustCheck, TrustSigner } from "@plimsoll/core";
import { isSignatureOver } from "../keys/algorithm.ts";
import type { PublicKey } from "../keys/public-key.ts";
import { check, checkTransparencyLog } from "./check.ts";

/** What is known of who made a signature. */
export interface SignerChecks {
  readonly checks: readonly TrustCheck[];
  /** Of the given key that made it. */
  readonly keyId?: string | undefined;
  readonly signer?: TrustSigner | undefined;
}

/** Looks for the key that made `signature` over exactly `bytes`. */
export function checkSignature(
  bytes: Uint8Array,
  signature: Uint8Array,
  keys: readonly PublicKey[],
): { check: TrustCheck; keyId?: string } {
  if (keys.length === 0) {
    return { check: check("signature", "skipped", "No key was given to check it with") };
  }
  const key = keys.find(({ algorithm, keyObject }) =>
    isSignatureOver(algorithm, keyObject, bytes, signature),
  );
  if (key !== undefined) {
    const reason = "It was made over exactly these bytes by a given key";
    return { check: check("signature", "pass", reason, `key ${key.keyId}`), keyId: key.keyId };
  }
  const tried = keys.length === 1 ? "The given key" : `None of the ${keys.length} given keys`;
  const verb = keys.length === 1 ? "did not make it" : "made it";
  return { check: check("signature", "fail", `${tried} ${verb} over these bytes`) };
}

/** What is said of a signature with a certificate when there is nothing to judge that with. */
export function withoutTrustedRoot(logEntries: number): TrustCheck[] {
  const reason =
    "It comes with a certificate (keyless), and no trusted root was given to check that with";
  return [check("signature", "skipped", reason), checkTransparencyLog(logEntries)];
}
