import { badAnswer, requestService } from "../../http/request.ts";
import { readSecretFile } from "../../oidc/secret-file.ts";
import type { AwsCredentials } from "./aws-sigv4.ts";
import { type KmsContext, missingCredentials } from "./kms.ts";

/**
 * Credentials from the environment: a key of its own, or a web identity token (as Kubernetes and
 * GitHub Actions bring it) that AWS STS exchanges.
 *
 * @throws PlimsollError `UNAUTHORIZED` when there is neither; the errors of `requestService`
 */
export async function findAwsCredentials(
  region: string,
  context: KmsContext,
): Promise<AwsCredentials> {
  const { env } = context;
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env;
  if (accessKeyId && secretAccessKey) {
    return { accessKeyId, secretAccessKey, sessionToken: env.AWS_SESSION_TOKEN || undefined };
  }
  if (env.AWS_WEB_IDENTITY_TOKEN_FILE && env.AWS_ROLE_ARN) {
    const token = await readSecretFile(env.AWS_WEB_IDENTITY_TOKEN_FILE, "AWS's web identity token");
    return assumeRole(token, env.AWS_ROLE_ARN, region, context);
  }
  throw missingCredentials(
    "AWS KMS",
    "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN.",
  );
}

/** AWS STS API Reference, AssumeRoleWithWebIdentity: the one call that needs no signature. */
async function assumeRole(
  token: string,
  roleArn: string,
  region: string,
  { env, signal }: KmsContext,
): Promise<AwsCredentials> {
  const service = "AWS STS";
  const body = new URLSearchParams({
    Action: "AssumeRoleWithWebIdentity",
    Version: "2011-06-15",
    RoleArn: roleArn,
    RoleSessionName: env.AWS_ROLE_SESSION_NAME || "plimsoll",
    WebIdentityToken: token,
  }).toString();
  const { bytes } = await requestService(
    env.AWS_ENDPOINT_URL_STS || `https://sts.${region}.${awsDomain(region)}/`,
    {
      service,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body,
      signal,
      secrets: [token],
    },
  );
  const xml = bytes.toString();
  return {
    accessKeyId: elementIn(xml, "AccessKeyId", service),
    secretAccessKey: elementIn(xml, "SecretAccessKey", service),
    sessionToken: elementIn(xml, "SessionToken", service),
  };
}

/** The text of the one element of that name; none of those looked for is ever escaped or nested. */
function elementIn(xml: string, name: string, service: string): string {
  const start = xml.indexOf(`<${name}>`);
  const end = xml.indexOf(`</${name}>`);
  if (start === -1 || end < start) throw badAnswer(service, `it gives no ${name}`);
  return xml.slice(start + name.length + 2, end).trim();
}

export function awsDomain(region: string): string {
  return region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
}
