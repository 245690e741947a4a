import { PlimsollError } from "@plimsoll/core";
import {
  certificateAnnotation,
  chainAnnotation,
  logBundleAnnotation,
  timestampAnnotation,
} from "../cosign/media-types.ts";
import { encodeBase64 } from "../encoding/base64.ts";
import { formatPem } from "../encoding/pem.ts";
import type { TransparencyLogEntry } from "./log/log-entry.ts";
import type { LogService } from "./services/signing-config.ts";
import type { SignedContent } from "./sign-content.ts";

/** What proves a classic signature beside its layer (cosign, specs/SIGNATURE_SPEC.md). */
export function formatProof({
  chain,
  logEntries,
  timestamps,
}: SignedContent): Record<string, string> {
  const [leaf, ...authorities] = chain.map((der) => formatPem("CERTIFICATE", der));
  const [entry] = logEntries;
  const [timestamp] = timestamps;
  return {
    ...(leaf !== undefined && { [certificateAnnotation]: leaf }),
    ...(authorities.length > 0 && { [chainAnnotation]: authorities.join("") }),
    ...(entry !== undefined && { [logBundleAnnotation]: formatLogBundle(entry) }),
    ...(timestamp !== undefined && {
      [timestampAnnotation]: JSON.stringify({ SignedRFC3161Timestamp: encodeBase64(timestamp) }),
    }),
  };
}

function formatLogBundle(entry: TransparencyLogEntry): string {
  return JSON.stringify({
    SignedEntryTimestamp: entry.inclusionPromise?.signedEntryTimestamp,
    Payload: {
      body: entry.canonicalizedBody,
      integratedTime: Number(entry.integratedTime),
      logIndex: Number(entry.logIndex),
      logID: Buffer.from(entry.logId.keyId, "base64").toString("hex"),
    },
  });
}

/**
 * The classic formats have room for one entry of Rekor 1 and one timestamp.
 *
 * @throws PlimsollError `UNSUPPORTED`
 */
export function requireClassicServices(tlog: readonly LogService[], tsa: readonly string[]): void {
  if (tlog.length <= 1 && tsa.length <= 1 && tlog.every(({ version }) => version === 1)) return;
  throw new PlimsollError("UNSUPPORTED", "Classic signatures hold one entry of Rekor 1 alone", {
    action:
      "Sign in the format bundle, or name one log of version 1 and one timestamping authority.",
  });
}
