import { statementPayloadType } from "../src/cosign/media-types.ts";
import { formatEnvelopeBundle } from "../src/sign/format-bundle.ts";

/** A bundle v0.3 for a signature by a key, without log entries. */
export function formatBundle(payload: Uint8Array, signature: Buffer, keyId: string): Buffer {
  const envelope = JSON.stringify({
    payload: Buffer.from(payload).toString("base64"),
    payloadType: statementPayloadType,
    signatures: [{ sig: signature.toString("base64") }],
  });
  return formatEnvelopeBundle({
    envelope,
    signature,
    keyId,
    chain: [],
    logEntries: [],
    timestamps: [],
  });
}
