import { PlimsollError, type Progress, toPlimsollError } from "@plimsoll/core";
import { limitBytes } from "./bytes.ts";
import type { FeedLimits } from "./limits.ts";

/** What whoever waits for a download may want. */
export interface Watch {
  signal?: AbortSignal | undefined;
  progress?: Progress | undefined;
}

/** An answer that is no refusal. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** No more than the limit, with progress told; `done` counts what was there before. */
  chunks(done: number): AsyncIterable<Uint8Array>;
}

/**
 * A URL without user, password, query and fragment, which may hold secrets: for messages.
 *
 * @throws PlimsollError `INVALID_ARGUMENT` when it is no URL
 */
export function describeUrl(url: string): string {
  if (!URL.canParse(url)) {
    throw new PlimsollError("INVALID_ARGUMENT", "The feed's URL is not valid", {
      action: "Give a URL like https://host/path/all.zip.",
    });
  }
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}

/**
 * Asks for a URL and lets `receive` take the answer: one with a body, or any of `accepted`.
 *
 * @throws PlimsollError `UNREACHABLE`, `NOT_FOUND`, `FORBIDDEN`, `RATE_LIMITED`, `SERVER_ERROR`, `TIMEOUT`,
 * `LIMIT_EXCEEDED` or `WRITE_FAILED`
 */
export async function transfer<T>(
  url: string,
  headers: Readonly<Record<string, string>>,
  accepted: readonly number[],
  limits: FeedLimits,
  { signal, progress }: Watch,
  receive: (answer: Answer) => Promise<T>,
): Promise<T> {
  const subject = describeUrl(url);
  const stall = new AbortController();
  const timer = setTimeout(() => stall.abort(), limits.stallMs);
  try {
    const response = await fetch(url, {
      headers,
      signal: signal ? AbortSignal.any([signal, stall.signal]) : stall.signal,
    });
    const isAccepted = accepted.includes(response.status);
    if (!isAccepted && (!response.ok || !response.body)) throw refusal(response.status, subject);
    const received = await receive({
      status: response.status,
      headers: response.headers,
      async *chunks(before) {
        const length = Number(response.headers.get("content-length")) || undefined;
        const total = length === undefined ? undefined : before + length;
        let done = before;
        if (!response.body) return;
        const left = limits.downloadBytes - before;
        for await (const chunk of limitBytes(response.body, left, subject)) {
          timer.refresh();
          done += chunk.length;
          yield chunk;
          progress?.({
            phase: "download",
            message: subject,
            done,
            ...(total !== undefined && { total }),
            unit: "bytes",
          });
        }
      },
    });
    if (!response.bodyUsed) await response.body?.cancel();
    return received;
  } catch (error) {
    if (signal?.aborted) throw error;
    if (stall.signal.aborted) {
      throw new PlimsollError("TIMEOUT", `Nothing came for ${limits.stallMs} ms`, {
        subject,
        action: "Try again later, or download the file and give its path.",
        cause: error,
      });
    }
    // Only errors of the file system name a path.
    const isLocal = (error as NodeJS.ErrnoException).path !== undefined;
    throw toPlimsollError(
      error,
      isLocal ? "WRITE_FAILED" : "UNREACHABLE",
      "The feed could not be downloaded",
      {
        subject,
        action: "Check the URL and the network, or download the file and give its path.",
      },
    );
  } finally {
    clearTimeout(timer);
  }
}

function refusal(status: number, subject: string): PlimsollError {
  const code =
    status === 404 || status === 410
      ? "NOT_FOUND"
      : status === 401 || status === 403
        ? "FORBIDDEN"
        : status === 429
          ? "RATE_LIMITED"
          : "SERVER_ERROR";
  return new PlimsollError(code, `The server answered ${status}`, {
    subject,
    action: "Check the URL, or download the file and give its path.",
  });
}
