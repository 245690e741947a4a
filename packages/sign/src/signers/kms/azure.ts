import { createPublicKey, type JsonWebKey, type KeyObject } from "node:crypto";
import { PlimsollError } from "@plimsoll/core";
import { ecdsaToDer } from "../../encoding/der-write.ts";
import { isJsonObject, type JsonObject } from "../../encoding/json.ts";
import { badAnswer, requestJson } from "../../http/request.ts";
import { isLoopback } from "../../http/safe-url.ts";
import { describePublicKey } from "../../keys/public-key.ts";
import type { Signer } from "../signer.ts";
import { findAzureToken } from "./azure-credentials.ts";
import { digestOf, type KmsContext, kmsDigestOf, kmsSigner } from "./kms.ts";

const service = "Azure Key Vault";
const apiVersion = "7.4";

/**
 * A key in Azure Key Vault: `azurekms://VAULT.vault.azure.net/KEY`, or with `/VERSION` behind it;
 * default: the newest, once and for all that this signer signs.
 *
 * @throws PlimsollError `INVALID_ARGUMENT`, `UNAUTHORIZED`, `KEY_INVALID`, those of `requestService`
 */
export async function openAzureKey(uri: string, context: KmsContext): Promise<Signer> {
  const { host, name, version } = parseAzureUri(uri);
  const token = await findAzureToken(host, context);
  const origin = `${isLoopback(host.replace(/:\d+$/, "")) ? "http" : "https"}://${host}`;
  const call = (path: string, signal: AbortSignal | undefined, body?: JsonObject) =>
    requestJson(`${origin}${path}?api-version=${apiVersion}`, {
      service,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
      signal,
      secrets: [token],
    });

  const wanted = `/keys/${name}${version === undefined ? "" : `/${version}`}`;
  const { key } = await call(wanted, context.signal);
  if (!isJsonObject(key)) throw badAnswer(service, "it gives no key");
  const publicKey = describePublicKey(importKey(key));
  const digest = kmsDigestOf(publicKey, service);
  const isRsa = publicKey.algorithm === "rsa";
  const alg = `${isRsa ? "RS" : "ES"}${digest.slice("sha".length)}`;
  const path = `/keys/${name}/${version ?? versionOf(key)}/sign`;
  return kmsSigner(publicKey, service, async (bytes, signal) => {
    const value = digestOf(bytes, digest).toString("base64url");
    const answer = await call(path, signal, { alg, value });
    if (typeof answer.value !== "string") throw badAnswer(service, "it gives no signature");
    const raw = Buffer.from(answer.value, "base64url");
    return isRsa ? raw : ecdsaToDer(raw);
  });
}

function parseAzureUri(uri: string): { host: string; name: string; version: string | undefined } {
  const [, host, name, version] =
    /^azurekms:\/\/([a-z0-9.:-]{1,200})\/([A-Za-z0-9-]{1,127})(?:\/([0-9a-f]{1,64}))?$/.exec(uri) ??
    [];
  if (host !== undefined && name !== undefined) return { host, name, version };
  throw new PlimsollError("INVALID_ARGUMENT", "The name of the key in Azure is not valid", {
    action: "Write azurekms://VAULT.vault.azure.net/KEY[/VERSION].",
  });
}

/** Key Vault gives JSON Web Keys (RFC 7517), whose `kty` says when a key lies in hardware. */
function importKey(key: JsonObject): KeyObject {
  const { kty, crv, x, y, n, e } = key;
  const jwk = kty === "EC" || kty === "EC-HSM" ? { kty: "EC", crv, x, y } : { kty: "RSA", n, e };
  try {
    return createPublicKey({ key: jwk as JsonWebKey, format: "jwk" });
  } catch (cause) {
    throw new PlimsollError("KEY_INVALID", `The key that ${service} gives cannot be read`, {
      cause,
    });
  }
}

function versionOf({ kid }: JsonObject): string {
  const version = typeof kid === "string" ? /\/([0-9a-f]{1,64})$/.exec(kid)?.[1] : undefined;
  if (version === undefined) throw badAnswer(service, "it does not say which version the key has");
  return version;
}
