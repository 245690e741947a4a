import { generateKeyPair as generate } from "node:crypto";
import { promisify } from "node:util";
import { encryptCosignKey } from "./cosign-key.ts";
import { describePublicKey } from "./public-key.ts";

/** Both halves of a key, in PEM. */
export interface KeyPair {
  /** `ENCRYPTED SIGSTORE PRIVATE KEY` when a passphrase was given, else PKCS#8. */
  readonly privateKey: string;
  /** SubjectPublicKeyInfo */
  readonly publicKey: string;
  /** Hex SHA-256 of the SubjectPublicKeyInfo in DER. */
  readonly keyId: string;
}

export interface KeyPairOptions {
  /** Encrypts the private key as cosign does. An empty one is a passphrase too, as it is for cosign. */
  passphrase?: string | undefined;
}

/** Makes an ECDSA P-256 key pair, interchangeable with that of `cosign generate-key-pair`. */
export async function generateKeyPair(options: KeyPairOptions = {}): Promise<KeyPair> {
  const pair = await promisify(generate)("ec", { namedCurve: "prime256v1" });
  const privateKey =
    options.passphrase === undefined
      ? pair.privateKey.export({ format: "pem", type: "pkcs8" }).toString()
      : await encryptCosignKey(
          pair.privateKey.export({ format: "der", type: "pkcs8" }),
          options.passphrase,
        );
  return {
    privateKey,
    publicKey: pair.publicKey.export({ format: "pem", type: "spki" }).toString(),
    keyId: describePublicKey(pair.publicKey).keyId,
  };
}
