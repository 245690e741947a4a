import { createAbortError } from "./failure.ts";

const firstMs = 200;
const longestMs = 10_000;

/** The longest `Retry-After` that is waited for, in milliseconds; a registry that asks for more has refused. */
export const longestRetryAfterMs = 30_000;

/** Pause before try `attempt` + 1 (from 0): doubling, with jitter so that many clients do not return as one. */
export function backOffMs(attempt: number): number {
  const full = Math.min(firstMs * 2 ** attempt, longestMs);
  return full / 2 + Math.random() * (full / 2);
}

/**
 * `Retry-After` in milliseconds from now, not negative; undefined when the header is absent or
 * not understood (RFC 9110, 10.2.3: seconds or an HTTP date).
 */
export function parseRetryAfter(value: string | undefined, nowMs = Date.now()): number | undefined {
  if (value === undefined || value.length > 64) return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) || !/[a-z]/i.test(value) ? undefined : Math.max(0, date - nowMs);
}

/** @throws PlimsollError `ABORTED` as soon as the signal fires */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(createAbortError(signal));
    const stop = () => {
      clearTimeout(timer);
      if (signal) reject(createAbortError(signal));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal?.addEventListener("abort", stop, { once: true });
  });
}
