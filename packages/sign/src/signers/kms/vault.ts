import { createPublicKey } from "node:crypto";
import { homedir } from "node:os";
import { join } from "node:path";
import { PlimsollError } from "@plimsoll/core";
import { isJsonObject, type JsonObject } from "../../encoding/json.ts";
import { badAnswer, requestJson } from "../../http/request.ts";
import { serviceUrl } from "../../http/safe-url.ts";
import { describePublicKey, type PublicKey } from "../../keys/public-key.ts";
import { readSecretFile } from "../../oidc/secret-file.ts";
import type { Signer } from "../signer.ts";
import {
  digestOf,
  type KmsContext,
  kmsDigestOf,
  kmsSigner,
  missingCredentials,
  publicKeyFromPem,
  requireBase64,
} from "./kms.ts";

const service = "Vault";

/**
 * A key of the transit engine of HashiCorp Vault or OpenBao: `hashivault://KEY`. The server and the
 * token come from `VAULT_ADDR` and `VAULT_TOKEN` (or `~/.vault-token`), another path of the engine from
 * `TRANSIT_SECRET_ENGINE_PATH`, as with cosign. The newest version of the key signs.
 *
 * @throws PlimsollError `INVALID_ARGUMENT`, `UNAUTHORIZED`, `KEY_INVALID`, those of `requestService`
 */
export async function openVaultKey(uri: string, context: KmsContext): Promise<Signer> {
  const { env } = context;
  const [, name] = /^hashivault:\/\/([A-Za-z0-9_.-]{1,200})$/.exec(uri) ?? [];
  if (name === undefined || /^\.+$/.test(name)) {
    throw new PlimsollError("INVALID_ARGUMENT", "The name of the key in Vault is not valid", {
      action: "Write hashivault://KEY.",
    });
  }
  if (!env.VAULT_ADDR) {
    throw new PlimsollError("INVALID_ARGUMENT", "The address of Vault is not known", {
      action: "Set VAULT_ADDR.",
    });
  }
  const address = env.VAULT_ADDR;
  const token = await findVaultToken(env);
  const call = (path: string, signal: AbortSignal | undefined, body?: JsonObject) =>
    askVault(serviceUrl(address, path, service), token, { ...context, signal }, body);

  const engine = (env.TRANSIT_SECRET_ENGINE_PATH || "transit").replace(/^\/+|\/+$/g, "");
  const data = await call(`/v1/${engine}/keys/${name}`, context.signal);
  const { version, publicKey } = newestKey(data);
  const isEdwards = publicKey.algorithm === "ed25519";
  const digest = isEdwards ? undefined : kmsDigestOf(publicKey, service);
  return kmsSigner(publicKey, service, async (bytes, signal) => {
    const { signature } = await call(`/v1/${engine}/sign/${name}`, signal, {
      input: (digest === undefined ? Buffer.from(bytes) : digestOf(bytes, digest)).toString(
        "base64",
      ),
      key_version: version,
      ...(digest !== undefined && {
        prehashed: true,
        hash_algorithm: digest.replace("sha", "sha2-"),
        ...(publicKey.algorithm === "rsa"
          ? { signature_algorithm: "pkcs1v15" }
          : { marshaling_algorithm: "asn1" }),
      }),
    });
    const text = typeof signature === "string" ? signature.split(":")[2] : undefined;
    return requireBase64(text, service, "signature");
  });
}

async function askVault(
  url: URL,
  token: string,
  { env, signal }: KmsContext,
  body?: JsonObject,
): Promise<JsonObject> {
  const { data } = await requestJson(url, {
    service,
    headers: {
      "x-vault-token": token,
      "x-vault-request": "true",
      ...(env.VAULT_NAMESPACE && { "x-vault-namespace": env.VAULT_NAMESPACE }),
    },
    ...(body && { body: JSON.stringify(body) }),
    signal,
    secrets: [token],
  });
  if (!isJsonObject(data)) throw badAnswer(service, "it gives no data");
  return data;
}

async function findVaultToken(env: KmsContext["env"]): Promise<string> {
  if (env.VAULT_TOKEN) return env.VAULT_TOKEN;
  try {
    return await readSecretFile(join(env.HOME || homedir(), ".vault-token"), "Vault's token");
  } catch {
    throw missingCredentials(service, "Set VAULT_TOKEN, or log in with the vault command.");
  }
}

function newestKey(data: JsonObject): { version: number; publicKey: PublicKey } {
  const { latest_version: version, keys } = data;
  const entry = isJsonObject(keys) && typeof version === "number" ? keys[version] : undefined;
  if (typeof version !== "number" || !isJsonObject(entry)) {
    throw badAnswer(service, "it does not give the key's newest version");
  }
  const text = entry.public_key;
  // Ed25519 keys come as 32 bytes in base64, all others in PEM.
  if (typeof text !== "string" || text.includes("-----")) {
    return { version, publicKey: publicKeyFromPem(text, service) };
  }
  const x = requireBase64(text, service, "public key").toString("base64url");
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  return { version, publicKey: describePublicKey(key) };
}
