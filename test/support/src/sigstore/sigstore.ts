import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { initializeTUFRepo, tufHandlers } from "@tufjs/repo-mock";
import { type CertificateAuthority, createCertificateAuthority } from "./certificate-authority.ts";
import { type CertificateLog, createCertificateLog } from "./ct-log.ts";
import { type Answer, answerFulcio } from "./fulcio.ts";
import { createIdentityToken } from "./identity-token.ts";
import { answerRekor } from "./rekor.ts";
import { createTimestampAuthority, type TimestampAuthority } from "./timestamp-authority.ts";
import { answerTimestamping } from "./timestamping.ts";
import { createTransparencyLog, type TransparencyLog } from "./transparency-log.ts";
import { formatTrustedRoot } from "./trusted-root.ts";

export { createIdentityToken, workflowIdentity, workflowIssuer } from "./identity-token.ts";

export interface SigstoreOptions {
  /** Default: any free one. */
  port?: number;
  /** Of the transparency log's API; default: 1. */
  rekor?: 1 | 2;
}

/** A request as it came in. */
export interface SigstoreRequest {
  method: string;
  path: string;
  body: string;
}

/** Everything that Sigstore is made of, on loopback. */
export interface SigstoreServer {
  /** `http://localhost:PORT`: the base of Fulcio, Rekor, the timestamping authority and the TUF repository. */
  readonly url: string;
  /** Sigstore's TUF repository is below this URL. */
  readonly tufUrl: string;
  /** Bytes of its first `root.json`. */
  readonly tufRoot: string;
  readonly authority: CertificateAuthority;
  readonly certificateLog: CertificateLog;
  readonly log: TransparencyLog;
  readonly timestampAuthority: TimestampAuthority;
  /** Parsed `trusted_root.json`. */
  readonly trustedRoot: ReturnType<typeof formatTrustedRoot>;
  /** Parsed `signing_config.v0.2.json`. */
  readonly signingConfig: object;
  /** What `ACTIONS_ID_TOKEN_REQUEST_URL` is in a job; any `ACTIONS_ID_TOKEN_REQUEST_TOKEN` will do. */
  readonly tokenUrl: string;
  readonly requests: readonly SigstoreRequest[];
  close(): Promise<void>;
}

/**
 * Starts Fulcio (API 1 and 2), Rekor (1 or 2), a certificate transparency log, an RFC 3161 authority,
 * a TUF repository that brings their keys, and the token endpoint of a job of GitHub.
 *
 * @example
 * const sigstore = await startSigstore();
 * // POST `${sigstore.url}/api/v2/signingCert`, `/api/v1/log/entries`, `/api/v1/timestamp`
 * await sigstore.close();
 */
export async function startSigstore(options: SigstoreOptions = {}): Promise<SigstoreServer> {
  const server = http.createServer();
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://localhost:${port}`;
  const certificateLog = createCertificateLog();
  const authority = createCertificateAuthority({ log: certificateLog });
  const { rekor = 1 } = options;
  // Clients expect the host alone for version 2, and with the port for version 1.
  const log = createTransparencyLog(rekor === 1 ? `localhost:${port}` : "localhost", rekor);
  const timestampAuthority = createTimestampAuthority();
  const trustedRoot = formatTrustedRoot({
    authorities: [authority],
    certificateLogs: [certificateLog],
    logs: [log],
    timestampAuthorities: [timestampAuthority],
  });
  const signingConfig = formatSigningConfig(url, log.version);
  const repository = initializeTUFRepo([
    { name: "trusted_root.json", content: JSON.stringify(trustedRoot) },
    { name: "signing_config.v0.2.json", content: JSON.stringify(signingConfig) },
  ]);
  const files = new Map(
    tufHandlers(repository, { metadataPathPrefix: "" }).map(({ path, fn }) => [path, fn]),
  );
  const requests: SigstoreRequest[] = [];
  const answer = async (request: http.IncomingMessage, body: Buffer): Promise<Answer> => {
    const { pathname: path, searchParams } = new URL(request.url ?? "/", url);
    requests.push({ method: request.method ?? "", path, body: body.toString("latin1") });
    if (request.method === "POST") {
      const bearer = request.headers.authorization?.replace(/^Bearer /, "");
      if (path.endsWith("/signingCert")) return answerFulcio(path, body, bearer, authority);
      if (path.endsWith("/log/entries")) return answerRekor(path, body, log);
      if (path === "/api/v1/timestamp") {
        return answerTimestamping(body, request.headers["content-type"], timestampAuthority);
      }
    }
    if (path === "/token") {
      const value = createIdentityToken({ aud: searchParams.get("audience") ?? "sigstore" });
      return { status: 200, type: "application/json", body: JSON.stringify({ value }) };
    }
    const file = await files.get(path)?.();
    if (file === undefined) return { status: 404, type: "text/plain", body: "not found" };
    return { status: file.statusCode, type: "application/json", body: file.response };
  };
  server.on("request", async (request: http.IncomingMessage, response: http.ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const answered = await answer(request, Buffer.concat(chunks)).catch(
      (error: unknown): Answer => ({ status: 400, type: "text/plain", body: String(error) }),
    );
    response.writeHead(answered.status, { "content-type": answered.type, ...answered.headers });
    response.end(answered.body);
  });
  const tufRoot = (await files.get("/1.root.json")?.())?.response.toString() ?? "";
  return {
    url,
    tufUrl: url,
    tufRoot,
    authority,
    certificateLog,
    log,
    timestampAuthority,
    trustedRoot,
    signingConfig,
    tokenUrl: `${url}/token?api-version=2.0`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Where signers turn to (protobuf-specs, `SigningConfig`). */
function formatSigningConfig(url: string, rekor: 1 | 2): object {
  const start = new Date(Date.now() - 24 * 60 * 60_000).toISOString();
  const service = (at: string, majorApiVersion: number) => ({
    url: at,
    majorApiVersion,
    validFor: { start },
    operator: "plimsoll.test",
  });
  return {
    mediaType: "application/vnd.dev.sigstore.signingconfig.v0.2+json",
    caUrls: [service(url, 1)],
    oidcUrls: [service(url, 1)],
    rekorTlogUrls: [service(url, rekor)],
    rekorTlogConfig: { selector: "ANY" },
    tsaUrls: [service(`${url}/api/v1/timestamp`, 1)],
    tsaConfig: { selector: "ANY" },
  };
}
