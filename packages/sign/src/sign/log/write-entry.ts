import type { LogService } from "../services/signing-config.ts";
import type { LogRequest, TransparencyLogEntry } from "./log-entry.ts";
import { writeRekorV1 } from "./rekor-v1.ts";
import { writeRekorV2 } from "./rekor-v2.ts";

/**
 * Has a transparency log record a signature.
 *
 * @returns the entry; its body records this signature. That the log has it (its own signature, the
 * inclusion proof) is for a trusted root to say
 * @throws PlimsollError those of `requestService`; `SERVER_ERROR` for an entry about something else;
 * `UNSUPPORTED` for a key that the log does not take
 */
export function writeLogEntry(log: LogService, request: LogRequest): Promise<TransparencyLogEntry> {
  return log.version === 1 ? writeRekorV1(log.url, request) : writeRekorV2(log.url, request);
}
