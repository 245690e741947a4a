import { isPlimsollError, type PlimsollError } from "@plimsoll/core";
import { type AuthorizationTarget, Authorizer } from "./auth/authorizer.ts";
import { findCredentials } from "./auth/credentials.ts";
import { checkMirrors, type Endpoint } from "./endpoint.ts";
import { discardBody, type HttpResponse } from "./http/body.ts";
import { isPassing, networkCodeOf } from "./http/failure.ts";
import { createHostPolicy } from "./http/host-policy.ts";
import { type HttpRequest, Transport } from "./http/transport.ts";
import type { RegistryOptions } from "./options.ts";

/** A request to a repository of an endpoint. */
export interface RepositoryRequest extends Omit<HttpRequest, "url" | "authorization"> {
  readonly repository: string;
  /** Default `pull`. */
  readonly actions?: "pull" | "pull,push";
  /** Path below `/v2/REPOSITORY/`, with query; or a whole URL that the endpoint gave. */
  readonly target: string | URL;
}

/** A TLS greeting on a local network is answered sooner than this, in milliseconds. */
const probeTimeoutMs = 5000;

/** State of a client: connections, schemes, logins, tokens. */
export class Session {
  readonly transport: Transport;
  readonly mirrors: Readonly<Record<string, readonly string[]>>;
  readonly #authorizer: Authorizer;
  readonly #schemes = new Map<string, "https" | "http">();

  constructor(options: RegistryOptions) {
    this.transport = new Transport({
      policy: createHostPolicy(options.insecure),
      retries: options.retries ?? 4,
      timeoutMs: options.timeoutMs ?? 30_000,
      userAgent: options.userAgent ?? "plimsoll",
    });
    this.mirrors = checkMirrors(options.mirrors ?? {});
    this.#authorizer = new Authorizer(this.transport, options.credentials ?? findCredentials);
  }

  /**
   * Sends a request and answers one challenge. Any status may come back, also 401.
   *
   * @throws PlimsollError as `Transport.send` and the token service's client do
   */
  async request(endpoint: Endpoint, request: RepositoryRequest): Promise<HttpResponse> {
    const { repository, actions = "pull", target, ...rest } = request;
    const url =
      target instanceof URL ? target : await this.#urlOf(endpoint, repository, target, rest.signal);
    const scope = `repository:${repository}:${actions}`;
    const asked: AuthorizationTarget = { registry: endpoint.registry, origin: url.origin, scope };
    const authorization = await this.#authorizer.headerFor(asked, rest.signal);
    const first = await this.transport.send({ ...rest, url, authorization });
    // A 401 of another origin is a storage's, whose challenge is none of ours.
    if (first.status !== 401 || first.isForeign) return first;
    const answer = await this.#authorizer.answer(asked, first);
    if (answer === undefined) return first;
    discardBody(first);
    return this.transport.send({ ...rest, url, authorization: answer });
  }

  /** What is known of the login for the endpoint's registry, for error messages. */
  loginOf(endpoint: Endpoint): ReturnType<Authorizer["loginOf"]> {
    return this.#authorizer.loginOf(endpoint.registry);
  }

  close(): void {
    this.transport.close();
  }

  async #urlOf(
    endpoint: Endpoint,
    repository: string,
    path: string,
    signal?: AbortSignal,
  ): Promise<URL> {
    const scheme = await this.#schemeOf(endpoint.host, signal);
    return new URL(`${scheme}://${endpoint.host}/v2/${repository}/${path}`);
  }

  /** HTTPS, except for hosts without TLS that may be spoken to in the clear (dockerd(8), "Insecure registries"). */
  async #schemeOf(host: string, signal?: AbortSignal): Promise<"https" | "http"> {
    const url = new URL(`https://${host}/v2/`);
    if (this.transport.policy(url) !== "insecure") return "https";
    const known = this.#schemes.get(host);
    if (known) return known;
    const timeoutMs = Math.min(this.transport.timeoutMs, probeTimeoutMs);
    try {
      const probe = { method: "GET", url, signal, timeoutMs, isRepeatable: false } as const;
      discardBody(await this.transport.send(probe));
      this.#schemes.set(host, "https");
      return "https";
    } catch (error) {
      // A server without TLS answers a TLS greeting with anything, or waits for the end of a line.
      if (!isPlimsollError(error) || !isSilentOnTls(error)) throw error;
      // A host that refuses may yet be started, with TLS: the request itself shall say so now.
      if (networkCodeOf(error.cause) !== "ECONNREFUSED") this.#schemes.set(host, "http");
      return "http";
    }
  }
}

function isSilentOnTls(error: PlimsollError): boolean {
  const code = networkCodeOf(error.cause);
  const isRefused = ["EPROTO", "ECONNREFUSED"].includes(code) || code.startsWith("ERR_SSL_");
  return error.code === "TIMEOUT" || isRefused || isPassing(error);
}
