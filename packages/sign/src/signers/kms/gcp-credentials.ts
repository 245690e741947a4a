import { createSign } from "node:crypto";
import { PlimsollError } from "@plimsoll/core";
import { isJsonObject, type JsonObject, parseJsonObject } from "../../encoding/json.ts";
import { badAnswer, requestJson, requestService } from "../../http/request.ts";
import { readSecretFile } from "../../oidc/secret-file.ts";
import type { KmsContext } from "./kms.ts";

const scope = "https://www.googleapis.com/auth/cloudkms";

/**
 * An access token for Google Cloud: given in the environment, from the credentials file that
 * `GOOGLE_APPLICATION_CREDENTIALS` names (a service account, or workload identity federation), else
 * from the metadata service of the machine.
 *
 * @throws PlimsollError `UNAUTHORIZED`, `READ_FAILED`, `UNSUPPORTED`, `KEY_INVALID`, those of
 * `requestService`
 */
export async function findGcpToken(context: KmsContext): Promise<string> {
  const { env } = context;
  const given = env.GOOGLE_OAUTH_ACCESS_TOKEN || env.CLOUDSDK_AUTH_ACCESS_TOKEN;
  if (given) return given;
  const path = env.GOOGLE_APPLICATION_CREDENTIALS;
  if (!path) return askMetadata(context);
  const text = await readSecretFile(path, "Google's credentials file");
  const file = parseCredentials(text, path);
  if (file.type === "service_account") return useServiceAccount(file, context);
  if (file.type === "external_account") return exchangeToken(file, context);
  throw new PlimsollError("UNSUPPORTED", "Google's credentials file is of another type", {
    subject: path,
    action: "Use a service account's key, or a file for workload identity federation.",
  });
}

function parseCredentials(text: string, path: string): JsonObject {
  try {
    return parseJsonObject(Buffer.from(text));
  } catch {
    // Without the cause: a parser's message may quote the file.
    throw new PlimsollError("KEY_INVALID", "Google's credentials file is not JSON", {
      subject: path,
    });
  }
}

/** RFC 7523, section 2.1: the service account signs for itself. */
async function useServiceAccount(file: JsonObject, context: KmsContext): Promise<string> {
  const uri = textIn(file, "token_uri");
  const seconds = Math.floor(context.now() / 1000);
  const claims = {
    iss: textIn(file, "client_email"),
    scope,
    aud: uri,
    iat: seconds,
    exp: seconds + 600,
  };
  const parts = [{ alg: "RS256", typ: "JWT" }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString("base64url"),
  );
  const signed = parts.join(".");
  let signature: string;
  try {
    signature = createSign("sha256").update(signed).sign(textIn(file, "private_key"), "base64url");
  } catch {
    throw new PlimsollError("KEY_INVALID", "The service account's private key cannot be used");
  }
  const assertion = `${signed}.${signature}`;
  return askForToken("Google's token service", uri, context, {
    grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
    assertion,
  });
}

/** RFC 8693, as Google's "Workload identity federation" describes it. */
async function exchangeToken(file: JsonObject, context: KmsContext): Promise<string> {
  const subjectToken = await readSubjectToken(file, context);
  const token = await askForToken("Google's STS", textIn(file, "token_url"), context, {
    grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
    requested_token_type: "urn:ietf:params:oauth:token-type:access_token",
    audience: textIn(file, "audience"),
    scope: "https://www.googleapis.com/auth/cloud-platform",
    subject_token: subjectToken,
    subject_token_type: textIn(file, "subject_token_type"),
  });
  const impersonation = file.service_account_impersonation_url;
  if (typeof impersonation !== "string") return token;
  const service = "Google's IAM";
  const { accessToken } = await requestJson(impersonation, {
    service,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ scope: [scope] }),
    signal: context.signal,
    secrets: [token],
  });
  if (typeof accessToken !== "string") throw badAnswer(service, "it gives no token");
  return accessToken;
}

async function readSubjectToken(file: JsonObject, context: KmsContext): Promise<string> {
  const source = isJsonObject(file.credential_source) ? file.credential_source : {};
  const format = isJsonObject(source.format) ? source.format : {};
  const what = "The workload's identity token";
  let text: string;
  if (typeof source.file === "string") {
    text = await readSecretFile(source.file, what);
  } else if (typeof source.url === "string") {
    const headers = isJsonObject(source.headers) ? source.headers : {};
    const { bytes } = await requestService(source.url, {
      service: "The workload's identity provider",
      headers: headers as Record<string, string>,
      signal: context.signal,
      secrets: Object.values(headers).map(String),
    });
    text = bytes.toString().trim();
  } else {
    throw new PlimsollError("UNSUPPORTED", `${what} comes from a program or from AWS`, {
      action: "Use a credential_source with a file or a url.",
    });
  }
  if (format.type !== "json") return text;
  try {
    const token = parseJsonObject(Buffer.from(text))[String(format.subject_token_field_name)];
    if (typeof token === "string") return token;
  } catch {
    // Said below, without the text.
  }
  throw new PlimsollError("MALFORMED", `${what} is not where credential_source says`);
}

async function askMetadata(context: KmsContext): Promise<string> {
  const service = "Google's metadata service";
  const host = context.env.GCE_METADATA_HOST || "metadata.google.internal";
  try {
    const { access_token: token } = await requestJson(
      `http://${host}/computeMetadata/v1/instance/service-accounts/default/token`,
      {
        service,
        headers: { "metadata-flavor": "Google" },
        signal: context.signal,
        timeoutMs: 3000,
        // It is on the machine's own link, and has no TLS.
        allowPlainHttp: true,
      },
    );
    if (typeof token === "string") return token;
  } catch (error) {
    if (context.signal?.aborted) throw error;
  }
  throw new PlimsollError("UNAUTHORIZED", "There are no credentials for Google Cloud KMS", {
    action: "Set GOOGLE_APPLICATION_CREDENTIALS or GOOGLE_OAUTH_ACCESS_TOKEN.",
  });
}

async function askForToken(
  service: string,
  url: string,
  { signal }: KmsContext,
  form: Record<string, string>,
): Promise<string> {
  const { access_token: token } = await requestJson(url, {
    service,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(form).toString(),
    signal,
    secrets: [form.assertion, form.subject_token],
  });
  if (typeof token !== "string") throw badAnswer(service, "it gives no token");
  return token;
}

function textIn(file: JsonObject, name: string): string {
  const value = file[name];
  if (typeof value === "string" && value !== "") return value;
  throw new PlimsollError("KEY_INVALID", `Google's credentials file has no ${name}`);
}
