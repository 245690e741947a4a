import { PlimsollError } from "@plimsoll/core";
import { discardBody, readBody } from "../http/body.ts";
import { resolveLocation } from "../http/location.ts";
import type { HttpRequest, Transport } from "../http/transport.ts";
import { parseObject } from "../json.ts";
import type { Credentials } from "../options.ts";
import { toPublicUrl } from "../plain-text.ts";
import type { Challenge } from "./challenge.ts";

const maxAnswerBytes = 256 * 1024;
/** Life of a token whose service does not say, and the least a client grants it (distribution, "Token Authentication"). */
const leastLifeS = 60;
const longestLifeS = 24 * 3600;

export interface Token {
  readonly token: string;
  readonly expiresAtMs: number;
}

export interface TokenRequest {
  readonly transport: Transport;
  readonly challenge: Challenge;
  /** The URL whose answer held the challenge. */
  readonly challengedUrl: URL;
  readonly scope: string;
  readonly credentials: Credentials | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Gets a bearer token from the service that the challenge names.
 *
 * @returns undefined when the service refuses the credentials, or asks for some
 * @throws PlimsollError `SERVER_ERROR` for an unsafe or broken service, `RATE_LIMITED`, and what `Transport.send` throws
 */
export async function fetchToken(request: TokenRequest): Promise<Token | undefined> {
  const { transport, challenge, challengedUrl } = request;
  const location = challenge.parameters.get("realm");
  if (!location) {
    throw new PlimsollError(
      "SERVER_ERROR",
      "The registry asks for a token without saying where from",
      {
        subject: toPublicUrl(challengedUrl),
      },
    );
  }
  const realm = resolveLocation(challengedUrl, location, transport.policy);
  const response = await transport.send(composeRequest(request, realm));
  if (response.status === 401 || response.status === 403) {
    discardBody(response);
    return undefined;
  }
  if (response.status !== 200) {
    discardBody(response);
    throw new PlimsollError(
      response.status === 429 ? "RATE_LIMITED" : "SERVER_ERROR",
      `The token service of ${challengedUrl.host} answers with status ${response.status}`,
      { subject: toPublicUrl(realm), action: "Try again later." },
    );
  }
  return parseToken(await readBody(response, maxAnswerBytes), realm);
}

/** distribution "Token Authentication Specification", and its OAuth 2 variant for identity tokens. */
function composeRequest(request: TokenRequest, realm: URL): HttpRequest {
  const { challenge, scope, credentials, signal } = request;
  const service = challenge.parameters.get("service");
  const asked = new URLSearchParams({ ...(service === undefined ? {} : { service }), scope });
  if (credentials && "identityToken" in credentials) {
    asked.set("grant_type", "refresh_token");
    asked.set("client_id", "plimsoll");
    asked.set("refresh_token", credentials.identityToken);
    return {
      method: "POST",
      url: realm,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: Buffer.from(asked.toString()),
      signal,
    };
  }
  const url = new URL(realm);
  for (const [name, value] of asked) url.searchParams.append(name, value);
  const authorization =
    credentials && "username" in credentials ? formatBasic(credentials) : undefined;
  return { method: "GET", url, authorization, signal };
}

/** Value of an Authorization header by RFC 7617. */
export function formatBasic(credentials: { username: string; password: string }): string {
  return `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString("base64")}`;
}

function parseToken(body: Buffer, realm: URL): Token {
  const answer = parseObject(body);
  const token = answer?.token || answer?.access_token;
  if (typeof token !== "string" || !/^[\x21-\x7e]+$/.test(token)) {
    throw new PlimsollError("SERVER_ERROR", "The token service answers without a usable token", {
      subject: toPublicUrl(realm),
    });
  }
  const life = Number(answer?.expires_in);
  const lifeS = Math.min(Math.max(Number.isFinite(life) ? life : 0, leastLifeS), longestLifeS);
  // A tenth is left for requests under way and for clocks that differ.
  return { token, expiresAtMs: Date.now() + lifeS * 900 };
}
