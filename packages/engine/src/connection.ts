import * as http from "node:http";
import * as https from "node:https";
import { PlimsollError } from "@plimsoll/core";
import { formatAddress } from "./address.ts";
import { createTimeoutError, toEngineError } from "./failure.ts";
import type { LocatedEngine } from "./locate.ts";

const maxJsonBytes = 16 * 1024 * 1024;

export interface EngineRequest {
  /** With a leading slash; already encoded. */
  readonly path: string;
  /** JSON to be sent: the request is a POST then. */
  readonly body?: string;
  /** How long the engine may send nothing, in milliseconds. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Kept connections to one engine. */
export class EngineConnection {
  readonly #engine: LocatedEngine;
  readonly #agent: http.Agent;

  constructor(engine: LocatedEngine) {
    this.#engine = engine;
    this.#agent = engine.tls
      ? new https.Agent({ keepAlive: true, ...engine.tls })
      : new http.Agent({ keepAlive: true });
  }

  /** The address as users write it. */
  get subject(): string {
    return formatAddress(this.#engine.address);
  }

  /**
   * Sends a GET, or a POST when there is a body, and waits for the answer's headers, whatever the status.
   *
   * @throws PlimsollError `UNREACHABLE`, `TIMEOUT`, `ABORTED`, `SERVER_ERROR`
   */
  send(request: EngineRequest): Promise<http.IncomingMessage> {
    const { path, body, timeoutMs, signal } = request;
    const { address, tls } = this.#engine;
    const target =
      address.kind === "socket"
        ? // HTTP wants a host; Docker's own client sends this one.
          { socketPath: address.path, headers: { host: "localhost", ...contentOf(body) } }
        : { host: address.host, port: address.port, headers: contentOf(body) };
    return new Promise((resolve, reject) => {
      const sent = (tls ? https.request : http.request)({
        ...target,
        path,
        method: body === undefined ? "GET" : "POST",
        agent: this.#agent,
        ...(signal === undefined ? {} : { signal }),
      });
      const watchdog = setTimeout(
        () => sent.destroy(createTimeoutError(address, timeoutMs)),
        timeoutMs,
      );
      sent.on("error", (error) => {
        clearTimeout(watchdog);
        reject(toEngineError(error, address, signal));
      });
      sent.on("response", (message) => {
        clearTimeout(watchdog);
        // Until somebody reads the body, a broken connection must not become an uncaught error.
        message.on("error", () => {});
        resolve(message);
      });
      sent.end(body);
    });
  }

  /**
   * The body's chunks; only the time spent waiting for the engine counts.
   *
   * @throws PlimsollError `UNREACHABLE` when the connection breaks, `TIMEOUT`, `ABORTED`
   */
  async *read(
    message: http.IncomingMessage,
    request: EngineRequest,
  ): AsyncGenerator<Buffer, void, undefined> {
    const { address } = this.#engine;
    const chunks = message[Symbol.asyncIterator]();
    try {
      for (;;) {
        const fail = () => message.destroy(createTimeoutError(address, request.timeoutMs));
        const watchdog = setTimeout(fail, request.timeoutMs);
        const next: IteratorResult<Buffer> = await chunks
          .next()
          .finally(() => clearTimeout(watchdog));
        if (next.done) return;
        yield next.value;
      }
    } catch (error) {
      throw toEngineError(error, address, request.signal);
    } finally {
      message.destroy();
    }
  }

  /** The whole body as text; at most 16 MiB, else `LIMIT_EXCEEDED`. */
  async readText(message: http.IncomingMessage, request: EngineRequest): Promise<string> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of this.read(message, request)) {
      size += chunk.length;
      if (size > maxJsonBytes) {
        throw new PlimsollError(
          "LIMIT_EXCEEDED",
          `The engine sends more than ${maxJsonBytes} bytes`,
          {
            subject: this.subject,
          },
        );
      }
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString("utf8");
  }

  close(): void {
    this.#agent.destroy();
  }
}

function contentOf(body: string | undefined): Record<string, string | number> {
  if (body === undefined) return {};
  return { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
}
