import * as http from "node:http";
import * as https from "node:https";
import { createTimeoutError, toExchangeError } from "./failure.ts";

/** One request as it goes over the wire. */
export interface Exchange {
  readonly method: "GET" | "HEAD" | "POST" | "PUT";
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | undefined;
  readonly agent: http.Agent;
  /** For HTTPS: whether the certificate is verified, and by which authorities. */
  readonly tls?: { readonly rejectUnauthorized: boolean; readonly ca?: string[] | undefined };
  /** How long nothing may happen until the answer's headers are there, in milliseconds. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** The kept connections of one client. */
export interface Agents {
  readonly http: http.Agent;
  readonly https: http.Agent;
  readonly directHttp: http.Agent;
  readonly directHttps: http.Agent;
}

/** Proxies are those of the environment (HTTPS_PROXY, HTTP_PROXY, NO_PROXY); loopback is always direct. */
export function createAgents(): Agents {
  const proxied = { keepAlive: true, proxyEnv: process.env };
  return {
    http: new http.Agent(proxied),
    https: new https.Agent(proxied),
    directHttp: new http.Agent({ keepAlive: true }),
    directHttps: new https.Agent({ keepAlive: true }),
  };
}

// The watchdog starts anew with each slice that is sent, so that a slow upload is no stall.
const sliceBytes = 64 * 1024;

/**
 * Sends one request and waits for the answer's headers. Redirects are not followed.
 *
 * @throws PlimsollError `UNREACHABLE`, `TIMEOUT`, `ABORTED`
 */
export function exchange(options: Exchange): Promise<http.IncomingMessage> {
  const { method, url, headers, body, agent, tls, timeoutMs, signal } = options;
  return new Promise((resolve, reject) => {
    const secure = url.protocol === "https:";
    const request = (secure ? https.request : http.request)(url, {
      method,
      headers: {
        ...headers,
        ...(body === undefined ? {} : { "content-length": String(body.length) }),
      },
      agent,
      ...(secure ? tls : {}),
      ...(signal === undefined ? {} : { signal }),
    });
    const watchdog = setTimeout(
      () => request.destroy(createTimeoutError(url, timeoutMs)),
      timeoutMs,
    );
    request.on("error", (error) => {
      clearTimeout(watchdog);
      reject(toExchangeError(error, url, signal));
    });
    request.on("response", (response) => {
      clearTimeout(watchdog);
      // Until somebody reads the body, a broken connection must not become an uncaught error.
      response.on("error", () => {});
      resolve(response);
    });
    request.on("socket", (socket) => {
      if (socket.connecting)
        socket.once(secure ? "secureConnect" : "connect", () => watchdog.refresh());
    });
    sendBody(request, body, () => watchdog.refresh());
  });
}

function sendBody(
  request: http.ClientRequest,
  body: Uint8Array | undefined,
  onProgress: () => void,
): void {
  let offset = 0;
  const next = () => {
    if (request.destroyed) return;
    if (body === undefined || offset >= body.length) {
      request.end();
      return;
    }
    const slice = body.subarray(offset, offset + sliceBytes);
    offset += slice.length;
    request.write(slice, (error) => {
      // A failure is reported by the request's own "error" event.
      if (error) return;
      onProgress();
      next();
    });
  };
  next();
}
