import * as http from "node:http";
import * as https from "node:https";
import type { AddressInfo } from "node:net";
import { type ApiOptions, RegistryApi } from "./registry-api.ts";
import { type RegistryAuth, RegistryGate } from "./registry-auth.ts";
import { type Answer, type Fault, FaultPlan, sendAnswer } from "./registry-faults.ts";
import type { RepositoryStore } from "./registry-store.ts";

export interface RegistryServerOptions extends Omit<ApiOptions, "blobOrigin"> {
  /** Default: none is asked for. */
  auth?: RegistryAuth;
  /** Blobs are served by another origin, which the registry redirects to. */
  redirectBlobs?: boolean;
  /** PEM; HTTPS instead of HTTP. */
  tls?: { cert: string; key: string };
}

/** A request as it came in. */
export interface LoggedRequest {
  at: "registry" | "token" | "storage";
  method: string;
  /** With query. */
  path: string;
  authorization: string | undefined;
  range: string | undefined;
}

export interface RegistryServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** `127.0.0.1:PORT` */
  readonly host: string;
  readonly requests: readonly LoggedRequest[];
  repository(name: string): RepositoryStore;
  /** Plans a fault; the first that fits a request befalls it. */
  fail(fault: Fault): void;
  /** Makes every token given so far invalid. */
  revokeTokens(): void;
  close(): Promise<void>;
}

/** Starts an OCI 1.1 registry in memory on a free port of 127.0.0.1. */
export async function startRegistry(options: RegistryServerOptions = {}): Promise<RegistryServer> {
  const requests: LoggedRequest[] = [];
  const faults = new FaultPlan();
  const gate = options.auth && new RegistryGate(options.auth);
  const scheme = options.tls ? "https" : "http";

  const log = (at: LoggedRequest["at"], request: http.IncomingMessage) => {
    const { method = "", url: path = "", headers } = request;
    requests.push({ at, method, path, authorization: headers.authorization, range: headers.range });
  };

  const storage = await listen(async (request, response) => {
    log("storage", request);
    const digest = new URL(request.url ?? "", "http://storage").pathname.slice(1);
    const bytes = api.findBlob(digest);
    const served = bytes ? api.serveBlob(bytes, request.headers.range) : { status: 404 };
    const fault = faults.take(`${request.method} /storage${request.url}`);
    sendAnswer(response, fault?.kind === "respond" ? fault : served, fault);
  });
  const blobOrigin = options.redirectBlobs ? storage.url : undefined;
  const api = new RegistryApi({ ...options, ...(blobOrigin === undefined ? {} : { blobOrigin }) });

  const answerTo = (request: http.IncomingMessage, url: URL, body: Buffer): Answer => {
    if (url.pathname === "/token") {
      const form = new URLSearchParams(body.toString());
      return gate?.giveToken(request, url.searchParams, form) ?? { status: 404 };
    }
    const name = /^\/v2\/(.+?)\/(?:blobs|manifests|tags|referrers)\//.exec(url.pathname)?.[1] ?? "";
    const refused = gate?.check(request, url.origin, name);
    if (refused || url.pathname === "/v2/") return refused ?? { status: 200 };
    return api.answer({ method: request.method ?? "GET", url, headers: request.headers, body });
  };

  const main = await listen(async (request, response) => {
    const url = new URL(request.url ?? "/", `${scheme}://${request.headers.host}`);
    log(url.pathname === "/token" ? "token" : "registry", request);
    const body = await readAll(request);
    const fault = faults.take(`${request.method} ${request.url}`);
    // Another answer stands for a registry that did not do the work.
    const answer = fault?.kind === "respond" ? fault : answerTo(request, url, body);
    sendAnswer(response, answer, fault);
  }, options.tls);

  return {
    url: main.url,
    host: new URL(main.url).host,
    requests,
    repository: (name) => api.repository(name),
    fail: (fault) => faults.add(fault),
    revokeTokens: () => gate?.revokeTokens(),
    close: async () => {
      await Promise.all([main.close(), storage.close()]);
    },
  };
}

type Handler = (request: http.IncomingMessage, response: http.ServerResponse) => Promise<void>;

async function listen(
  handler: Handler,
  tls?: { cert: string; key: string },
): Promise<{ url: string; close(): Promise<void> }> {
  const onRequest = (request: http.IncomingMessage, response: http.ServerResponse) => {
    response.on("error", () => {});
    handler(request, response).catch(() => response.destroy());
  };
  const server = tls ? https.createServer(tls, onRequest) : http.createServer(onRequest);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls ? "https" : "http"}://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readAll(request: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
