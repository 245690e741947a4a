import { setTimeout as sleep } from "node:timers/promises";

/** What an error of the API means for the comment. */
export type ApiFault =
  /** The token may not do this. */
  | { kind: "forbidden" }
  /** It may work later; `afterMs` when GitHub says how much later. */
  | { kind: "temporary"; afterMs?: number }
  /** The body was refused. */
  | { kind: "unprocessable" }
  | { kind: "missing" }
  | { kind: "other" };

interface ApiError {
  status?: unknown;
  message?: unknown;
  response?: { headers?: Record<string, string | number | undefined> };
}

/** Tells faults apart. A connection that fails or times out comes from Octokit as status 500. */
export function classifyFault(error: unknown): ApiFault {
  const { status, message, response } = (error ?? {}) as ApiError;
  if (typeof status !== "number") return { kind: "other" };
  const headers = response?.headers ?? {};
  const isLimited =
    status === 429 ||
    (status === 403 &&
      (headers["retry-after"] !== undefined ||
        String(headers["x-ratelimit-remaining"]) === "0" ||
        /rate limit/i.test(String(message))));
  if (isLimited || status >= 500) {
    const seconds = Number(headers["retry-after"]);
    return Number.isFinite(seconds) && seconds >= 0
      ? { kind: "temporary", afterMs: seconds * 1000 }
      : { kind: "temporary" };
  }
  if (status === 401 || status === 403) return { kind: "forbidden" };
  if (status === 422) return { kind: "unprocessable" };
  if (status === 404 || status === 410) return { kind: "missing" };
  return { kind: "other" };
}

export interface RetryOptions {
  /** How often to try in all; default 4. */
  attempts?: number;
  /** Wait before the second attempt, doubled for each further one; default 500. */
  delayMs?: number;
  /** Longest wait that GitHub may ask for; default 20,000. */
  maxDelayMs?: number;
}

/**
 * Runs `work` again after temporary faults. It must be safe to repeat: a request whose reply was
 * lost may have been carried out.
 */
export async function withRetries<T>(
  work: () => Promise<T>,
  { attempts = 4, delayMs = 500, maxDelayMs = 20_000 }: RetryOptions = {},
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const fault = classifyFault(error);
      if (fault.kind !== "temporary" || attempt >= attempts) throw error;
      const wait = fault.afterMs ?? delayMs * 2 ** (attempt - 1);
      if (wait > maxDelayMs) throw error;
      await sleep(wait);
    }
  }
}
