import { PlimsollError, toPlimsollError } from "@plimsoll/core";
import { limitBytes } from "../feeds/bytes.ts";
import { describeUrl } from "../feeds/transfer.ts";
import type { MirrorOptions } from "./mirror.ts";

/** An answer of an HTTP server. */
export interface Fetched {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
}

export interface FetchBytesOptions extends Pick<MirrorOptions, "timeoutMs" | "signal"> {
  readonly maxBytes: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Body of a POST; default: a GET. */
  readonly body?: string;
}

const defaultTimeoutMs = 30_000;

/**
 * Fetches a URL into memory.
 *
 * @returns the answer when its status is 2xx or 304
 * @throws PlimsollError `UNREACHABLE`, `TIMEOUT`, `NOT_FOUND`, `FORBIDDEN`, `UNAUTHORIZED`,
 * `RATE_LIMITED`, `SERVER_ERROR`, `LIMIT_EXCEEDED` or `ABORTED`
 */
export async function fetchBytes(url: string, options: FetchBytesOptions): Promise<Fetched> {
  const { signal, maxBytes, body, headers, timeoutMs = defaultTimeoutMs } = options;
  const subject = describeUrl(url);
  const stall = new AbortController();
  const timer = setTimeout(() => stall.abort(), timeoutMs);
  try {
    const response = await fetch(url, {
      ...(body !== undefined && { method: "POST", body }),
      headers: { ...headers },
      signal: signal ? AbortSignal.any([signal, stall.signal]) : stall.signal,
    });
    if (url.startsWith("https:") && response.url.startsWith("http:")) {
      await response.body?.cancel();
      throw new PlimsollError("SERVER_ERROR", "The server redirects to plain HTTP", {
        subject,
        action: "Name a mirror that stays with HTTPS.",
      });
    }
    if (!response.ok && response.status !== 304) {
      await response.body?.cancel();
      throw refusal(response.status, subject);
    }
    const chunks: Uint8Array[] = [];
    if (response.body) {
      for await (const chunk of limitBytes(response.body, maxBytes, subject)) {
        timer.refresh();
        chunks.push(chunk);
      }
    }
    return { status: response.status, headers: response.headers, bytes: Buffer.concat(chunks) };
  } catch (error) {
    if (signal?.aborted) {
      throw new PlimsollError("ABORTED", "Fetching the advisories was cancelled", { subject });
    }
    if (stall.signal.aborted) {
      throw new PlimsollError("TIMEOUT", `Nothing came for ${timeoutMs} ms`, {
        subject,
        action: "Try again later, or name another mirror.",
        cause: error,
      });
    }
    throw toPlimsollError(error, "UNREACHABLE", "The mirror could not be reached", {
      subject,
      action: "Check the address and the network, name another mirror, or use --offline.",
    });
  } finally {
    clearTimeout(timer);
  }
}

function refusal(status: number, subject: string): PlimsollError {
  const codes = {
    401: "UNAUTHORIZED",
    403: "FORBIDDEN",
    404: "NOT_FOUND",
    410: "NOT_FOUND",
    429: "RATE_LIMITED",
  } as const;
  const code = codes[status as keyof typeof codes] ?? "SERVER_ERROR";
  return new PlimsollError(code, `The server answered ${status}`, {
    subject,
    action: "Check the address, or name another mirror.",
  });
}
