import { PlimsollError } from "@plimsoll/core";
import { BaseFetcher } from "tuf-js";
import { DownloadHTTPError, DownloadLengthMismatchError } from "tuf-js/dist/error.js";
import { inspectMetadata } from "./inspect.ts";
import { tufLimits } from "./limits.ts";

/** How long a run may take; the defaults are those of `tufLimits`. */
export interface FetchTimes {
  readonly requestMs?: number | undefined;
  readonly totalMs?: number | undefined;
}

/**
 * Fetches for tuf-js with bounds on bytes and time, from one scheme, without redirects, and inspects
 * metadata before tuf-js takes it. One of it serves one run.
 */
export class BoundedFetcher extends BaseFetcher {
  /** What went wrong last on the way to the repository or in what it sent; tuf-js loses it in texts. */
  failure: PlimsollError | undefined;
  readonly #signal: AbortSignal | undefined;
  readonly #requestMs: number;
  readonly #deadline: AbortSignal;
  #request = new AbortController();
  #bytes = 0;

  constructor(signal: AbortSignal | undefined, times: FetchTimes = {}) {
    super();
    this.#signal = signal;
    this.#requestMs = times.requestMs ?? tufLimits.requestMs;
    this.#deadline = AbortSignal.timeout(times.totalMs ?? tufLimits.totalMs);
  }

  override async fetch(url: string): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
    this.#request = new AbortController();
    const response = await fetch(url, {
      redirect: "manual",
      // What is compressed is small on the way and large here.
      headers: { "accept-encoding": "identity" },
      signal: AbortSignal.any([
        this.#request.signal,
        this.#deadline,
        AbortSignal.timeout(this.#requestMs),
        ...(this.#signal ? [this.#signal] : []),
      ]),
    });
    if (response.ok && response.body) return response.body.pipeThrough(this.#count(url));
    throw new DownloadHTTPError("Failed to download", response.status);
  }

  override async downloadFile<T>(
    url: string,
    maxLength: number,
    handler: (file: string) => Promise<T>,
  ): Promise<T> {
    let isReceived = false;
    try {
      return await super.downloadFile(url, maxLength, (file) => {
        isReceived = true;
        return handler(file);
      });
    } catch (error) {
      if (!isReceived) this.failure = this.#explain(error, url, maxLength);
      // tuf-js knows by this error that there is no newer root.
      throw isReceived || error instanceof DownloadHTTPError ? error : this.failure;
    } finally {
      // Where tuf-js stopped reading early, the rest must not go on coming.
      this.#request.abort();
    }
  }

  override async downloadBytes(url: string, maxLength: number): Promise<Buffer> {
    const bytes = await super.downloadBytes(url, maxLength);
    try {
      inspectMetadata(bytes);
    } catch (error) {
      this.failure = error as PlimsollError;
      throw error;
    }
    // A missing next root is no failure of the run.
    this.failure = undefined;
    return bytes;
  }

  #count(url: string): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
    return new TransformStream({
      transform: (chunk, controller) => {
        this.#bytes += chunk.length;
        if (this.#bytes > tufLimits.totalBytes) {
          const message = `The TUF repository sent more than ${tufLimits.totalBytes} bytes`;
          controller.error(new PlimsollError("LIMIT_EXCEEDED", message, { subject: url }));
        } else controller.enqueue(chunk);
      },
    });
  }

  #explain(error: unknown, url: string, maxLength: number): PlimsollError {
    const options = { subject: url, cause: error };
    if (error instanceof PlimsollError) return error;
    if (error instanceof DownloadLengthMismatchError) {
      return new PlimsollError(
        "LIMIT_EXCEEDED",
        `The file is longer than ${maxLength} bytes`,
        options,
      );
    }
    if (error instanceof DownloadHTTPError) {
      const code = error.statusCode === 404 ? "NOT_FOUND" : "SERVER_ERROR";
      return new PlimsollError(code, `The TUF repository answered ${error.statusCode}`, options);
    }
    if (this.#signal?.aborted) return new PlimsollError("ABORTED", "Stopped", options);
    if (error instanceof Error && error.name === "TimeoutError") {
      return new PlimsollError("TIMEOUT", "The TUF repository did not answer in time", options);
    }
    return new PlimsollError("UNREACHABLE", "The TUF repository cannot be reached", {
      ...options,
      action: "Check the network, or use --offline with roots that were fetched before.",
    });
  }
}
