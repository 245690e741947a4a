import { createPublicKey } from "node:crypto";
import { PlimsollError } from "@plimsoll/core";
import type { JsonObject } from "../../encoding/json.ts";
import { requestJson } from "../../http/request.ts";
import { isLoopback } from "../../http/safe-url.ts";
import { describePublicKey } from "../../keys/public-key.ts";
import type { Signer } from "../signer.ts";
import { awsDomain, findAwsCredentials } from "./aws-credentials.ts";
import { signAwsRequest } from "./aws-sigv4.ts";
import { digestOf, type KmsContext, kmsDigestOf, kmsSigner, requireBase64 } from "./kms.ts";

const service = "AWS KMS";

/**
 * A key in AWS KMS, named as cosign does: `awskms:///alias/NAME`, `awskms:///KEY-ID`,
 * `awskms:///arn:aws:kms:…`, or with an endpoint between the slashes.
 *
 * @throws PlimsollError `INVALID_ARGUMENT`, `UNAUTHORIZED`, `KEY_INVALID`, those of `requestService`
 */
export async function openAwsKey(uri: string, context: KmsContext): Promise<Signer> {
  const key = parseAwsUri(uri, context.env);
  const call = (operation: string, body: JsonObject, signal: AbortSignal | undefined) =>
    callAws(key, operation, { KeyId: key.id, ...body }, { ...context, signal });

  const { PublicKey: spki } = await call("GetPublicKey", {}, context.signal);
  const der = requireBase64(spki, service, "public key");
  const publicKey = describePublicKey(createPublicKey({ key: der, format: "der", type: "spki" }));
  const digest = kmsDigestOf(publicKey, service);
  const family = publicKey.algorithm === "rsa" ? "RSASSA_PKCS1_V1_5" : "ECDSA";
  return kmsSigner(publicKey, service, async (bytes, signal) => {
    const { Signature: signature } = await call(
      "Sign",
      {
        Message: digestOf(bytes, digest).toString("base64"),
        MessageType: "DIGEST",
        SigningAlgorithm: `${family}_SHA_${digest.slice("sha".length)}`,
      },
      signal,
    );
    return requireBase64(signature, service, "signature");
  });
}

interface AwsKey {
  readonly id: string;
  readonly region: string;
  readonly endpoint: string;
}

/** @throws PlimsollError `INVALID_ARGUMENT` */
function parseAwsUri(uri: string, env: KmsContext["env"]): AwsKey {
  const [, host = "", id = ""] = /^awskms:\/\/([^/]*)\/(.+)$/.exec(uri) ?? [];
  if (id === "") {
    throw new PlimsollError("INVALID_ARGUMENT", "The name of the key in AWS KMS is not valid", {
      action: "Write awskms:///alias/NAME, awskms:///KEY-ID or awskms:///arn:aws:kms:…",
    });
  }
  const arn = id.startsWith("arn:") ? id.split(":")[3] : undefined;
  const region = arn || env.AWS_REGION || env.AWS_DEFAULT_REGION;
  if (region === undefined || !/^[a-z0-9-]+$/.test(region)) {
    throw new PlimsollError("INVALID_ARGUMENT", "The region of the key in AWS KMS is not known", {
      action: "Set AWS_REGION, or name the key by its ARN.",
    });
  }
  const scheme = isLoopback(host.replace(/:\d+$/, "")) ? "http" : "https";
  const endpoint =
    host !== ""
      ? `${scheme}://${host}/`
      : env.AWS_ENDPOINT_URL_KMS || `https://kms.${region}.${awsDomain(region)}/`;
  return { id, region, endpoint };
}

/** AWS KMS API Reference: JSON 1.1 over POST. */
async function callAws(
  { region, endpoint }: AwsKey,
  operation: string,
  input: JsonObject,
  context: KmsContext,
): Promise<JsonObject> {
  const credentials = await findAwsCredentials(region, context);
  const url = new URL(endpoint);
  const body = JSON.stringify(input);
  const headers = signAwsRequest(
    {
      method: "POST",
      url,
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `TrentService.${operation}`,
      },
      body,
      region,
      service: "kms",
      now: context.now(),
    },
    credentials,
  );
  return requestJson(url, {
    service,
    headers,
    body,
    signal: context.signal,
    secrets: [credentials.secretAccessKey, credentials.sessionToken],
  });
}
