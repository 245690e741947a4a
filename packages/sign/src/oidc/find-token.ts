import { access } from "node:fs/promises";
import { PlimsollError } from "@plimsoll/core";
import { badAnswer, requestJson } from "../http/request.ts";
import { requireSafeUrl, serviceUrl } from "../http/safe-url.ts";
import { checkIdentityToken, type IdentityToken, tokenIn } from "./identity-token.ts";
import { readSecretFile } from "./secret-file.ts";

export interface FindTokenOptions {
  /** Default: the process's. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** Whom the token must be meant for; default: `sigstore`. */
  readonly audience?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds since 1970; default: the machine's clock. */
  readonly now?: (() => number) | undefined;
}

type Env = Readonly<Record<string, string | undefined>>;
type Search = { env: Env; audience: string; signal: AbortSignal | undefined };

/** Where cosign looks for a token that something else keeps fresh. */
const tokenFile = "/var/run/sigstore/cosign/oidc-token";

/**
 * Looks for an identity token where continuous integration has one: `SIGSTORE_ID_TOKEN` (GitLab's
 * `id_tokens`, and everybody else), GitHub Actions, Buildkite, a file (`SIGSTORE_ID_TOKEN_FILE`, or where
 * cosign looks). It is checked for its audience and that it has not expired.
 *
 * @throws PlimsollError `UNAUTHORIZED` when there is none; `KEY_INVALID` for one that is of no use; the
 * errors of `requestService`; never with the token in their text
 */
export async function findIdentityToken(options: FindTokenOptions = {}): Promise<IdentityToken> {
  const { env = process.env, audience = "sigstore", signal, now } = options;
  const search = { env, audience, signal };
  const token =
    env.SIGSTORE_ID_TOKEN ||
    (await askGitHub(search)) ||
    (await askBuildkite(search)) ||
    (await readTokenFile(env));
  if (token) return checkIdentityToken(token, { audience, now });
  throw new PlimsollError("UNAUTHORIZED", "There is no identity token to sign with", {
    action: isGitHub(env)
      ? "Give the job the permission id-token: write."
      : "Set SIGSTORE_ID_TOKEN; in GitLab by id_tokens with aud: sigstore.",
  });
}

function isGitHub(env: Env): boolean {
  return env.GITHUB_ACTIONS === "true";
}

/** GitHub Docs, "OpenID Connect reference": both variables are there with `id-token: write` alone. */
async function askGitHub({ env, audience, signal }: Search): Promise<string | undefined> {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: address, ACTIONS_ID_TOKEN_REQUEST_TOKEN: secret } = env;
  if (!address || !secret) return undefined;
  const service = "GitHub's token service";
  const url = requireSafeUrl(address, service);
  url.searchParams.set("audience", audience);
  const answer = await requestJson(url, {
    service,
    headers: { authorization: `Bearer ${secret}`, accept: "application/json" },
    signal,
    secrets: [secret],
  });
  const token = tokenIn(answer, "value");
  if (token === undefined) throw badAnswer(service, "it gives no token");
  return token;
}

/** The agent's own API, as `buildkite-agent oidc request-token` asks it. */
async function askBuildkite({ env, audience, signal }: Search): Promise<string | undefined> {
  const { BUILDKITE_AGENT_ACCESS_TOKEN: secret, BUILDKITE_JOB_ID: job } = env;
  if (!secret || !job) return undefined;
  const service = "Buildkite";
  const address = env.BUILDKITE_AGENT_ENDPOINT || "https://agent.buildkite.com/v3";
  const path = `/jobs/${encodeURIComponent(job)}/oidc/tokens`;
  const answer = await requestJson(serviceUrl(address, path, service), {
    service,
    headers: { authorization: `Token ${secret}`, "content-type": "application/json" },
    body: JSON.stringify({ audience }),
    signal,
    secrets: [secret],
  });
  const token = tokenIn(answer, "token");
  if (token === undefined) throw badAnswer(service, "it gives no token");
  return token;
}

async function readTokenFile(env: Env): Promise<string | undefined> {
  if (env.SIGSTORE_ID_TOKEN_FILE) {
    return readSecretFile(env.SIGSTORE_ID_TOKEN_FILE, "The identity token");
  }
  try {
    await access(tokenFile);
  } catch {
    return undefined;
  }
  return readSecretFile(tokenFile, "The identity token");
}
