import { PlimsollError } from "@plimsoll/core";

/** What an aborted call throws. */
export function abortError(signal: AbortSignal): PlimsollError {
  return new PlimsollError("ABORTED", "Aborted by the caller", { cause: signal.reason });
}

/**
 * @throws PlimsollError `ABORTED` once the signal has fired
 */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw abortError(signal);
}
