import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Answer } from "./registry-faults.ts";

export interface RegistryAuth {
  /** How the registry asks for a login. */
  scheme: "basic" | "bearer";
  username: string;
  password: string;
  /** Bearer only: the refresh token that the token service takes as well. */
  identityToken?: string;
  /** Bearer only: tokens for pulling are given to anybody. */
  anonymousPull?: boolean;
  /** Bearer only: `expires_in` of tokens, in seconds. Default 300. */
  tokenLifeS?: number;
  /** Bearer only: where tokens are had, when not from the registry itself. */
  realm?: string;
}

/** The gate before the test registry's content, and its token service. */
export class RegistryGate {
  readonly #auth: RegistryAuth;
  /** Scopes by token. */
  readonly #tokens = new Map<string, Set<string>>();

  constructor(auth: RegistryAuth) {
    this.#auth = auth;
  }

  /** Forgets every token given so far, as if all had expired. */
  revokeTokens(): void {
    this.#tokens.clear();
  }

  /** The 401 for a request that may not pass; undefined when it may. */
  check(request: IncomingMessage, origin: string, repository: string): Answer | undefined {
    const header = request.headers.authorization ?? "";
    const action = request.method === "GET" || request.method === "HEAD" ? "pull" : "push";
    const { scheme } = this.#auth;
    if (scheme === "basic" && header === this.#basic()) return undefined;
    const scopes = this.#tokens.get(header.replace(/^Bearer /, ""));
    if (scheme === "bearer" && scopes?.has(`${repository} ${action}`)) return undefined;
    const realm = this.#auth.realm ?? `${origin}/token`;
    const challenge =
      scheme === "basic"
        ? 'Basic realm="test"'
        : `Bearer realm="${realm}",service="test",scope="repository:${repository}:${action}"`;
    const errors = [{ code: "UNAUTHORIZED", message: "authentication required" }];
    return {
      status: 401,
      headers: { "www-authenticate": challenge, "content-type": "application/json" },
      body: Buffer.from(JSON.stringify({ errors })),
    };
  }

  /** The token service: GET with Basic, or POST of a form with a refresh token. */
  giveToken(request: IncomingMessage, query: URLSearchParams, form: URLSearchParams): Answer {
    const isPost = request.method === "POST";
    const asked = isPost ? form : query;
    const isLoggedIn = isPost
      ? form.get("refresh_token") === this.#auth.identityToken
      : request.headers.authorization === this.#basic();
    const [, repository = "", actions = ""] = (asked.get("scope") ?? "").split(":");
    const isAnonymous = !isPost && request.headers.authorization === undefined;
    const mayPull = isAnonymous && this.#auth.anonymousPull === true && actions === "pull";
    if (asked.get("service") !== "test" || !(isLoggedIn || mayPull)) return { status: 401 };
    const token = randomBytes(24).toString("base64url");
    this.#tokens.set(token, new Set(actions.split(",").map((action) => `${repository} ${action}`)));
    const body = JSON.stringify({ token, expires_in: this.#auth.tokenLifeS ?? 300 });
    return {
      status: 200,
      headers: { "content-type": "application/json" },
      body: Buffer.from(body),
    };
  }

  #basic(): string {
    const { username, password } = this.#auth;
    return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
  }
}
