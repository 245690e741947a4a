import { generateKeyPairSync } from "node:crypto";
import type { PrivateKey } from "../src/index.ts";
import { describePublicKey } from "../src/keys/public-key.ts";

/** A fresh signing key; P-256 unless said otherwise. */
export function createKey(
  kind: "P-256" | "P-384" | "P-521" | "rsa" | "ed25519" = "P-256",
): PrivateKey {
  const { privateKey, publicKey } =
    kind === "rsa"
      ? generateKeyPairSync("rsa", { modulusLength: 2048 })
      : kind === "ed25519"
        ? generateKeyPairSync("ed25519")
        : generateKeyPairSync("ec", { namedCurve: kind });
  return { keyObject: privateKey, publicKey: describePublicKey(publicKey) };
}
