import { badAnswer, requestJson } from "../../http/request.ts";
import { isLoopback, serviceUrl } from "../../http/safe-url.ts";
import { readSecretFile } from "../../oidc/secret-file.ts";
import { type KmsContext, missingCredentials } from "./kms.ts";

const service = "Microsoft Entra ID";

/**
 * An access token for a vault: given (`AZURE_ACCESS_TOKEN`), or for a client with a secret or a
 * federated token (Microsoft identity platform, "client credentials flow").
 *
 * @param host of the vault: the token is asked for its cloud alone
 * @throws PlimsollError `UNAUTHORIZED`, `READ_FAILED`, those of `requestService`
 */
export async function findAzureToken(host: string, context: KmsContext): Promise<string> {
  const { env, signal } = context;
  if (env.AZURE_ACCESS_TOKEN) return env.AZURE_ACCESS_TOKEN;
  const { AZURE_TENANT_ID: tenant, AZURE_CLIENT_ID: client } = env;
  const proof = await findProof(env);
  if (!tenant || !client || proof === undefined) {
    throw missingCredentials(
      "Azure Key Vault",
      "Set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET or AZURE_FEDERATED_TOKEN_FILE; or AZURE_ACCESS_TOKEN.",
    );
  }
  const authority = env.AZURE_AUTHORITY_HOST || "https://login.microsoftonline.com";
  const path = `/${encodeURIComponent(tenant)}/oauth2/v2.0/token`;
  const { access_token: token } = await requestJson(serviceUrl(authority, path, service), {
    service,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({
      grant_type: "client_credentials",
      client_id: client,
      scope: `${audienceOf(host)}/.default`,
      ...proof,
    }).toString(),
    signal,
    secrets: Object.values(proof),
  });
  if (typeof token !== "string") throw badAnswer(service, "it gives no token");
  return token;
}

async function findProof(env: KmsContext["env"]): Promise<Record<string, string> | undefined> {
  if (env.AZURE_CLIENT_SECRET) return { client_secret: env.AZURE_CLIENT_SECRET };
  if (!env.AZURE_FEDERATED_TOKEN_FILE) return undefined;
  return {
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: await readSecretFile(
      env.AZURE_FEDERATED_TOKEN_FILE,
      "Azure's federated token",
    ),
  };
}

/** `https://vault.azure.net` for `acme.vault.azure.net`; the other clouds and HSMs alike. */
function audienceOf(host: string): string {
  const bare = host.replace(/:\d+$/, "");
  return isLoopback(bare) ? "https://vault.azure.net" : `https://${bare.replace(/^[^.]+\./, "")}`;
}
