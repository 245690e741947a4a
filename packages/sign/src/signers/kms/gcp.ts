import { PlimsollError } from "@plimsoll/core";
import { isJsonObject, type JsonObject } from "../../encoding/json.ts";
import { requestJson } from "../../http/request.ts";
import { serviceUrl } from "../../http/safe-url.ts";
import type { Signer } from "../signer.ts";
import { findGcpToken } from "./gcp-credentials.ts";
import {
  digestOf,
  type KmsContext,
  kmsDigestOf,
  kmsSigner,
  publicKeyFromPem,
  requireBase64,
} from "./kms.ts";

const service = "Google Cloud KMS";

/**
 * A key in Google Cloud KMS: `gcpkms://projects/P/locations/L/keyRings/R/cryptoKeys/K`, and behind it
 * `/cryptoKeyVersions/N` or, as cosign writes it, `/versions/N`; default: the newest enabled version.
 *
 * @throws PlimsollError `INVALID_ARGUMENT`, `UNAUTHORIZED`, `NOT_FOUND`, `KEY_INVALID`, `UNSUPPORTED`,
 * those of `requestService`
 */
export async function openGcpKey(uri: string, context: KmsContext): Promise<Signer> {
  const { key, version } = parseGcpUri(uri);
  const token = await findGcpToken(context);
  const call = (path: string, signal: AbortSignal | undefined, body?: JsonObject) =>
    requestJson(apiUrl(path, context), {
      service,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
      signal,
      secrets: [token],
    });

  const number = version ?? (await newestVersion(key, (path) => call(path, context.signal)));
  const name = `${key}/cryptoKeyVersions/${number}`;
  const { pem, algorithm } = await call(`${name}/publicKey`, context.signal);
  if (typeof algorithm !== "string" || /PSS|DECRYPT|RAW/.test(algorithm)) {
    throw new PlimsollError("UNSUPPORTED", `${service} signs with this key in another way`, {
      action: "Use a key for EC_SIGN_P256_SHA256, EC_SIGN_P384_SHA384 or RSA_SIGN_PKCS1_*_SHA256.",
    });
  }
  const publicKey = publicKeyFromPem(pem, service);
  const digest = kmsDigestOf(publicKey, service);
  return kmsSigner(publicKey, service, async (bytes, signal) => {
    const body = { digest: { [digest]: digestOf(bytes, digest).toString("base64") } };
    const { signature } = await call(`${name}:asymmetricSign`, signal, body);
    return requireBase64(signature, service, "signature");
  });
}

function parseGcpUri(uri: string): { key: string; version: string | undefined } {
  const part = "[A-Za-z0-9._:-]{1,100}";
  const pattern = new RegExp(
    `^gcpkms://(projects/${part}/locations/${part}/keyRings/${part}/cryptoKeys/${part})(?:/(?:cryptoKeyVersions|versions)/(\\d{1,10}))?$`,
  );
  const [, key, version] = pattern.exec(uri) ?? [];
  if (key !== undefined) return { key, version };
  throw new PlimsollError("INVALID_ARGUMENT", "The name of the key in Google's KMS is not valid", {
    action: "Write gcpkms://projects/P/locations/L/keyRings/R/cryptoKeys/K[/cryptoKeyVersions/N].",
  });
}

async function newestVersion(
  key: string,
  get: (path: string) => Promise<JsonObject>,
): Promise<string> {
  const { cryptoKeyVersions: versions } = await get(
    `${key}/cryptoKeyVersions?filter=state%3DENABLED&pageSize=1000`,
  );
  const numbers = (Array.isArray(versions) ? versions : []).flatMap((version: unknown) => {
    const name = isJsonObject(version) ? version.name : undefined;
    const number = typeof name === "string" ? /\/(\d{1,10})$/.exec(name)?.[1] : undefined;
    return number === undefined ? [] : [Number(number)];
  });
  if (numbers.length > 0) return String(Math.max(...numbers));
  throw new PlimsollError("NOT_FOUND", "The key has no version that is enabled", { subject: key });
}

/** gcloud's own variable moves the API elsewhere. */
function apiUrl(path: string, { env }: KmsContext): URL {
  const base = env.CLOUDSDK_API_ENDPOINT_OVERRIDES_CLOUDKMS || "https://cloudkms.googleapis.com/";
  return serviceUrl(base, `/v1/${path}`, service);
}
