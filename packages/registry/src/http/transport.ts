import { PlimsollError } from "@plimsoll/core";
import { toPublicUrl } from "../plain-text.ts";
import { findAuthorities } from "./authorities.ts";
import { backOffMs, longestRetryAfterMs, parseRetryAfter, pause } from "./back-off.ts";
import { discardBody, type HttpResponse } from "./body.ts";
import type { Agents, Exchange } from "./exchange.ts";
import { createAbortError, isPassing } from "./failure.ts";
import { type HostPolicy, isLoopback } from "./host-policy.ts";
import { resolveLocation } from "./location.ts";

const maxRedirects = 10;
const retried = new Set([429, 500, 502, 503, 504]);

export interface HttpRequest {
  readonly method: Exchange["method"];
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  /** Value of the Authorization header; it never leaves the URL's origin. */
  readonly authorization?: string | undefined;
  readonly body?: Uint8Array | undefined;
  readonly signal?: AbortSignal | undefined;
  /** How long nothing may be sent, in milliseconds. Default: the transport's. */
  readonly timeoutMs?: number;
  /** False when a repetition could do harm. Default true. */
  readonly isRepeatable?: boolean;
}

export interface TransportOptions {
  readonly policy: HostPolicy;
  readonly retries: number;
  readonly timeoutMs: number;
  readonly userAgent: string;
}

/** HTTP with the rules of registries: kept connections, authorities per host, redirects, retries. */
export class Transport {
  readonly policy: HostPolicy;
  readonly retries: number;
  readonly timeoutMs: number;
  readonly #userAgent: string;
  #agents: Agents | undefined;
  readonly #authorities = new Map<string, Promise<string[] | undefined>>();

  constructor(options: TransportOptions) {
    this.policy = options.policy;
    this.retries = options.retries;
    this.timeoutMs = options.timeoutMs;
    this.#userAgent = options.userAgent;
  }

  /**
   * Sends a request, follows redirects and repeats what failed for a passing reason. Any status
   * may come back; the caller reads or discards the body.
   *
   * @throws PlimsollError `UNREACHABLE`, `TIMEOUT`, `ABORTED`, and `SERVER_ERROR` for an unsafe redirect
   */
  async send(request: HttpRequest): Promise<HttpResponse> {
    const tries = request.isRepeatable === false ? 0 : this.retries;
    for (let attempt = 0; ; attempt += 1) {
      let waitMs = backOffMs(attempt);
      try {
        const response = await this.#follow(request);
        if (!retried.has(response.status) || attempt >= tries) return response;
        waitMs = parseRetryAfter(response.headers["retry-after"]) ?? waitMs;
        if (waitMs > longestRetryAfterMs) return response;
        discardBody(response);
      } catch (error) {
        if (!isPassing(error) || attempt >= tries) throw error;
      }
      await pause(waitMs, request.signal);
    }
  }

  /** Closes every connection, also those in use. */
  close(): void {
    for (const agent of Object.values(this.#agents ?? {})) agent.destroy();
  }

  async #follow(request: HttpRequest): Promise<HttpResponse> {
    let url = request.url;
    let authorization = request.authorization;
    for (let hop = 0; hop <= maxRedirects; hop += 1) {
      const response = await this.#sendOnce(request, url, authorization);
      const location = redirectOf(request.method, response);
      if (location === undefined) return response;
      discardBody(response);
      const next = resolveLocation(url, location, this.policy);
      if (next.origin !== url.origin) {
        // A body may be a secret or someone's upload.
        if (request.body !== undefined) throw createForeignRedirect(url, next);
        // Once given up it stays so, even if a later hop leads back.
        authorization = undefined;
      }
      url = next;
    }
    throw new PlimsollError(
      "SERVER_ERROR",
      `${request.url.host} redirects more than ${maxRedirects} times`,
      {
        subject: toPublicUrl(request.url),
      },
    );
  }

  async #sendOnce(request: HttpRequest, url: URL, authorization?: string): Promise<HttpResponse> {
    const { method, signal, body, timeoutMs = this.timeoutMs } = request;
    if (signal?.aborted) throw createAbortError(signal);
    const ca = url.protocol === "https:" ? await this.#authoritiesOf(url) : undefined;
    // Node's HTTP takes as long to load as a cached scan of an image: many clients never send.
    const { createAgents, exchange } = await import("./exchange.ts");
    this.#agents ??= createAgents();
    const message = await exchange({
      method,
      url,
      headers: {
        ...request.headers,
        "user-agent": this.#userAgent,
        ...(authorization === undefined ? {} : { authorization }),
      },
      body,
      agent: agentOf(this.#agents, url, isLoopback(url)),
      tls: { ca, rejectUnauthorized: this.policy(url) !== "insecure" },
      timeoutMs,
      signal,
    });
    // The answer to HEAD has no body, whatever length it announces.
    if (method === "HEAD") message.resume();
    return {
      status: message.statusCode ?? 0,
      headers: message.headers,
      url,
      isForeign: url.origin !== request.url.origin,
      message,
      timeoutMs,
      signal,
    };
  }

  #authoritiesOf(url: URL): Promise<string[] | undefined> {
    let found = this.#authorities.get(url.host);
    if (found === undefined) {
      found = findAuthorities(url.host);
      this.#authorities.set(url.host, found);
    }
    return found;
  }
}

function agentOf(agents: Agents, url: URL, isDirect: boolean): Agents["http"] {
  if (url.protocol === "https:") return isDirect ? agents.directHttps : agents.https;
  return isDirect ? agents.directHttp : agents.http;
}

/** Where the response sends, when it is a redirect that may be followed. */
function redirectOf(method: string, response: HttpResponse): string | undefined {
  const { status, headers } = response;
  const keepsMethod = status === 307 || status === 308;
  const follows =
    keepsMethod || ([301, 302, 303].includes(status) && (method === "GET" || method === "HEAD"));
  return follows ? headers.location : undefined;
}

function createForeignRedirect(from: URL, to: URL): PlimsollError {
  return new PlimsollError(
    "SERVER_ERROR",
    `${from.host} sends an upload to ${to.host}: not followed`,
    {
      subject: toPublicUrl(from),
    },
  );
}
