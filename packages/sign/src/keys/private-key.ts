import type { KeyObject } from "node:crypto";
import { createPrivateKey, createPublicKey } from "node:crypto";
import { PlimsollError } from "@plimsoll/core";
import { type PemBlock, parsePem } from "../encoding/pem.ts";
import { cosignKeyLabels, decryptCosignKey } from "./cosign-key.ts";
import { refuseCostlyPkcs8 } from "./derivation-cost.ts";
import { describePublicKey, type PublicKey } from "./public-key.ts";

/** A key that signs images. Keep it out of logs: `keyObject` can be exported. */
export interface PrivateKey {
  readonly keyObject: KeyObject;
  readonly publicKey: PublicKey;
}

/**
 * Reads a private key: PKCS#8 in PEM, plain or encrypted (PBES2), or cosign's own encrypted format.
 * The kinds of key are those of `loadPublicKey`.
 *
 * @throws PlimsollError `KEY_INVALID`: another format or kind, no or the wrong passphrase, or a file
 * that asks for an unreasonable amount of work
 */
export async function loadPrivateKey(pem: string, passphrase?: string): Promise<PrivateKey> {
  const block = parsePem(pem);
  const keyObject = await decrypt(block, passphrase);
  return { keyObject, publicKey: describePublicKey(createPublicKey(keyObject)) };
}

async function decrypt(block: PemBlock, passphrase: string | undefined): Promise<KeyObject> {
  if (isCosignLabel(block.label)) {
    const pkcs8 = await decryptCosignKey(block.bytes, required(passphrase));
    return parsePkcs8(Buffer.from(pkcs8));
  }
  if (block.label === "PRIVATE KEY") return parsePkcs8(block.bytes);
  if (block.label === "ENCRYPTED PRIVATE KEY") {
    refuseCostlyPkcs8(block.bytes);
    return parsePkcs8(block.bytes, required(passphrase));
  }
  throw new PlimsollError("KEY_INVALID", `A private key is needed, not a "${block.label}"`, {
    action: "Give cosign.key, or convert the key: openssl pkcs8 -topk8 -in old.pem -out new.pem",
  });
}

function isCosignLabel(label: string): boolean {
  return (cosignKeyLabels as readonly string[]).includes(label);
}

function required(passphrase: string | undefined): string {
  if (passphrase !== undefined) return passphrase;
  throw new PlimsollError(
    "KEY_INVALID",
    "The private key is encrypted and no passphrase was given",
  );
}

function parsePkcs8(key: Buffer, passphrase?: string): KeyObject {
  try {
    return createPrivateKey({
      key,
      format: "der",
      type: "pkcs8",
      ...(passphrase !== undefined && { passphrase }),
    });
  } catch (cause) {
    const message =
      passphrase === undefined
        ? "The private key cannot be read"
        : "The passphrase does not open the private key, or the key is broken";
    throw new PlimsollError("KEY_INVALID", message, { cause });
  }
}
