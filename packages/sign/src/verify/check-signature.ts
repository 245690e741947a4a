import type { TrustCheck } from "@plimsoll/core";
import { isSignatureOver } from "../keys/algorithm.ts";
import type { PublicKey } from "../keys/public-key.ts";
import { check } from "./check.ts";

/** Looks for the key that made `signature` over exactly `bytes`. */
export function checkSignature(
  bytes: Uint8Array,
  signature: Uint8Array,
  keys: readonly PublicKey[],
  isKeyless: boolean,
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
  const reason = isKeyless
    ? `${tried} ${verb}: it comes with a certificate (keyless), and only keys are checked`
    : `${tried} ${verb} over these bytes`;
  return { check: check("signature", "fail", reason) };
}
