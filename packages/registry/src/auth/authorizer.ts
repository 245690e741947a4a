import { isPlimsollError, type PlimsollError } from "@plimsoll/core";
import type { HttpResponse } from "../http/body.ts";
import type { Transport } from "../http/transport.ts";
import type { Credentials, RegistryOptions } from "../options.ts";
import { type Challenge, parseChallenges } from "./challenge.ts";
import { fetchToken, formatBasic, type Token } from "./token.ts";

/** Who is asked for what: `registry` is the name that logins are stored under. */
export interface AuthorizationTarget {
  readonly registry: string;
  readonly origin: string;
  /** `repository:NAME:pull` or `repository:NAME:pull,push` */
  readonly scope: string;
}

/** Answers challenges, and remembers challenges, logins and tokens for the session. */
export class Authorizer {
  readonly #transport: Transport;
  readonly #find: NonNullable<RegistryOptions["credentials"]>;
  readonly #logins = new Map<string, Promise<Login>>();
  readonly #challenges = new Map<string, { challenge: Challenge; url: URL }>();
  readonly #tokens = new Map<string, Token>();

  constructor(transport: Transport, find: NonNullable<RegistryOptions["credentials"]>) {
    this.#transport = transport;
    this.#find = find;
  }

  /** The header to send before being asked, as far as the session knows the registry. */
  async headerFor(target: AuthorizationTarget, signal?: AbortSignal): Promise<string | undefined> {
    const token = this.#tokens.get(keyOf(target));
    if (token && token.expiresAtMs > Date.now()) return `Bearer ${token.token}`;
    const known = this.#challenges.get(target.origin);
    return known && this.#answer(target, known.challenge, known.url, signal);
  }

  /**
   * The header that answers a 401, with a new token; undefined when there is no login that fits,
   * or none is asked for in a known way.
   */
  async answer(target: AuthorizationTarget, refused: HttpResponse): Promise<string | undefined> {
    const challenges = parseChallenges(refused.headers["www-authenticate"] ?? "");
    const challenge = ["bearer", "basic"]
      .map((scheme) => challenges.find((each) => each.scheme === scheme))
      .find((each) => each !== undefined);
    this.#tokens.delete(keyOf(target));
    this.#challenges.delete(target.origin);
    return challenge && this.#answer(target, challenge, refused.url, refused.signal);
  }

  /** Whether a login was found for the registry, and what went wrong while looking. */
  async loginOf(registry: string): Promise<Login> {
    let login = this.#logins.get(registry);
    if (login === undefined) {
      login = this.#findLogin(registry);
      this.#logins.set(registry, login);
    }
    return login;
  }

  // A helper that is missing must not keep anybody from public images: the problem is told only
  // when the registry insists on a login.
  async #findLogin(registry: string): Promise<Login> {
    try {
      return { credentials: await this.#find(registry) };
    } catch (error) {
      if (isPlimsollError(error)) return { credentials: undefined, problem: error };
      throw error;
    }
  }

  async #answer(
    target: AuthorizationTarget,
    challenge: Challenge,
    url: URL,
    signal: AbortSignal | undefined,
  ): Promise<string | undefined> {
    const { credentials } = await this.loginOf(target.registry);
    if (credentials && "registryToken" in credentials) return `Bearer ${credentials.registryToken}`;
    if (challenge.scheme === "basic") {
      if (!credentials || !("username" in credentials)) return undefined;
      this.#challenges.set(target.origin, { challenge, url });
      return formatBasic(credentials);
    }
    const { scope } = target;
    const request = { transport: this.#transport, challenge, challengedUrl: url, scope, signal };
    let token = await fetchToken({ ...request, credentials });
    // A login that has expired must not keep anybody from public images either.
    if (token === undefined && credentials && scope.endsWith(":pull")) {
      token = await fetchToken({ ...request, credentials: undefined });
    }
    if (token === undefined) return undefined;
    this.#challenges.set(target.origin, { challenge, url });
    this.#tokens.set(keyOf(target), token);
    return `Bearer ${token.token}`;
  }
}

export interface Login {
  readonly credentials: Credentials | undefined;
  readonly problem?: PlimsollError;
}

function keyOf(target: AuthorizationTarget): string {
  return `${target.origin} ${target.scope}`;
}
