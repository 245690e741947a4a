import { randomUUID } from "node:crypto";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { PlimsollError, type Progress, toPlimsollError } from "@plimsoll/core";
import { limitBytes } from "./bytes.ts";
import type { FeedLimits } from "./limits.ts";

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
 * Downloads a feed to a file in `directory` and returns its path, whose name ends like the URL's.
 *
 * @throws PlimsollError `UNREACHABLE`, `NOT_FOUND`, `FORBIDDEN`, `SERVER_ERROR`, `TIMEOUT` or `LIMIT_EXCEEDED`
 */
export async function downloadFeed(
  url: string,
  directory: string,
  limits: FeedLimits,
  { signal, progress }: { signal?: AbortSignal | undefined; progress?: Progress | undefined },
): Promise<string> {
  const subject = describeUrl(url);
  const stall = new AbortController();
  const timer = setTimeout(() => stall.abort(), limits.stallMs);
  try {
    const response = await fetch(url, {
      signal: signal ? AbortSignal.any([signal, stall.signal]) : stall.signal,
    });
    if (!response.ok || !response.body) throw refusal(response.status, subject);
    const path = join(directory, fileName(url));
    const total = Number(response.headers.get("content-length")) || undefined;
    let done = 0;
    const chunks = limitBytes(response.body, limits.downloadBytes, subject);
    const file = await open(path, "wx", 0o600);
    try {
      for await (const chunk of chunks) {
        timer.refresh();
        await file.appendFile(chunk);
        done += chunk.length;
        progress?.({
          phase: "download",
          message: subject,
          done,
          ...(total !== undefined && { total }),
          unit: "bytes",
        });
      }
    } finally {
      await file.close();
    }
    return path;
  } catch (error) {
    if (signal?.aborted) throw error;
    if (stall.signal.aborted) {
      throw new PlimsollError("TIMEOUT", `Nothing came for ${limits.stallMs} ms`, {
        subject,
        action: "Try again later, or download the file and give its path.",
        cause: error,
      });
    }
    throw toPlimsollError(error, "UNREACHABLE", "The feed could not be downloaded", {
      subject,
      action: "Check the URL and the network, or download the file and give its path.",
    });
  } finally {
    clearTimeout(timer);
  }
}

/** Keeps the ending, by which the kind of the feed is known; several URLs may end alike. */
function fileName(url: string): string {
  const last = new URL(url).pathname.split("/").at(-1) ?? "";
  return `${randomUUID()}-${last.replace(/[^\w.-]/g, "_").slice(-100)}`;
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
