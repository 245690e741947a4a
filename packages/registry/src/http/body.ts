import type { IncomingMessage } from "node:http";
import { PlimsollError } from "@plimsoll/core";
import { toPublicUrl } from "../plain-text.ts";
import { createTimeoutError, toExchangeError } from "./failure.ts";

/** An answer whose body is yet to be read. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  /** Where the answer came from, after redirects. */
  readonly url: URL;
  /** It came from another origin than the one that was asked. */
  readonly isForeign: boolean;
  readonly message: IncomingMessage;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

// A server that drips bytes to keep a client busy must bring at least this much per `timeoutMs`.
const minBytesPerWindow = 16 * 1024;

/**
 * The body's chunks. Only the time spent waiting for the server counts, not what the reader takes.
 *
 * @throws PlimsollError `UNREACHABLE` when the connection breaks, `TIMEOUT`, `ABORTED`
 */
export async function* readChunks(response: HttpResponse): AsyncGenerator<Buffer, void, undefined> {
  const { message, timeoutMs, url, signal } = response;
  const chunks = message[Symbol.asyncIterator]();
  let waitedMs = 0;
  let received = 0;
  try {
    for (;;) {
      const started = performance.now();
      const watchdog = setTimeout(
        () => message.destroy(createTimeoutError(url, timeoutMs)),
        timeoutMs,
      );
      const next: IteratorResult<Buffer> = await chunks
        .next()
        .finally(() => clearTimeout(watchdog));
      if (next.done) return;
      waitedMs += performance.now() - started;
      received += next.value.length;
      if (waitedMs > timeoutMs) {
        if (received < minBytesPerWindow) throw createTimeoutError(url, timeoutMs);
        waitedMs = 0;
        received = 0;
      }
      yield next.value;
    }
  } catch (error) {
    throw toExchangeError(error, url, signal);
  } finally {
    message.destroy();
  }
}

/**
 * The whole body in memory.
 *
 * @throws PlimsollError `LIMIT_EXCEEDED` past `maxBytes`, and what `readChunks` throws
 */
export async function readBody(response: HttpResponse, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Before the first byte: an honest server says how much there will be.
  let tooLarge = Number(response.headers["content-length"] ?? 0) > maxBytes;
  if (!tooLarge) {
    for await (const chunk of readChunks(response)) {
      size += chunk.length;
      tooLarge = size > maxBytes;
      if (tooLarge) break;
      chunks.push(chunk);
    }
  }
  response.message.destroy();
  if (!tooLarge) return Buffer.concat(chunks, size);
  throw new PlimsollError(
    "LIMIT_EXCEEDED",
    `${response.url.host} sends more than ${maxBytes} bytes`,
    {
      subject: toPublicUrl(response.url),
    },
  );
}

/** Lets go of a body that nobody reads; the connection is kept only when little is left of it. */
export function discardBody(response: HttpResponse): void {
  const { message } = response;
  const length = Number(message.headers["content-length"] ?? Number.NaN);
  if (message.readableEnded || length <= 16 * 1024) message.resume();
  else message.destroy();
}
