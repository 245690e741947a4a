import { createHash } from "node:crypto";
import { PlimsollError } from "@plimsoll/core";
import { encodePreAuthentication } from "../cosign/bundle.ts";
import { encodeBase64 } from "../encoding/base64.ts";
import { digestNameOf } from "../keys/algorithm.ts";
import type { Signer } from "../signers/signer.ts";
import type { LogRequest, TransparencyLogEntry } from "./log/log-entry.ts";
import { writeLogEntry } from "./log/write-entry.ts";
import type { LogService } from "./services/signing-config.ts";
import { requestTimestamp } from "./timestamp/request-timestamp.ts";

/** Who signs, and who is told of it. */
export interface Notaries {
  readonly signer: Signer;
  /** Logs to record the signature in. */
  readonly tlog: readonly LogService[];
  /** Full addresses of timestamping authorities (RFC 3161). */
  readonly tsa: readonly string[];
  readonly signal: AbortSignal | undefined;
}

/** A signature with everything that proves who made it, and when. */
export interface SignedContent {
  readonly signature: Buffer;
  readonly keyId: string;
  /** DER, leaf first; empty for a key. */
  readonly chain: readonly Buffer[];
  readonly logEntries: readonly TransparencyLogEntry[];
  /** RFC 3161 TimeStampResp, in DER. */
  readonly timestamps: readonly Buffer[];
}

/** A DSSE envelope around a payload, as JSON. */
export interface SignedEnvelope extends SignedContent {
  readonly envelope: string;
}

/**
 * Signs a payload in a DSSE envelope.
 *
 * @param timestamped what the authorities see: bundles want the signature, cosign's tag for attestations
 * the envelope
 * @throws PlimsollError those of the signer, the logs and the authorities; `SIGNATURE_INVALID` when the
 * signer's own key says that it did not sign this
 */
export async function signEnvelope(
  payloadType: string,
  payload: Uint8Array,
  notaries: Notaries,
  timestamped: "signature" | "envelope" = "signature",
): Promise<SignedEnvelope> {
  const bytes = encodePreAuthentication(payloadType, payload);
  let envelope = "";
  const signed = await signBytes(bytes, notaries, (signature) => {
    envelope = JSON.stringify({
      payload: encodeBase64(payload),
      payloadType,
      signatures: [{ sig: encodeBase64(signature) }],
    });
    const stamped = timestamped === "envelope" ? Buffer.from(envelope) : signature;
    return { envelope: { json: envelope, payload }, stamped };
  });
  return { ...signed, envelope };
}

/**
 * Signs bytes as they are.
 *
 * @throws PlimsollError as `signEnvelope`
 */
export function signMessage(bytes: Uint8Array, notaries: Notaries): Promise<SignedContent> {
  return signBytes(bytes, notaries, (signature) => ({ envelope: undefined, stamped: signature }));
}

async function signBytes(
  bytes: Uint8Array,
  { signer, tlog, tsa, signal }: Notaries,
  describe: (signature: Buffer) => { envelope: LogRequest["envelope"]; stamped: Buffer },
): Promise<SignedContent> {
  const { publicKey } = signer;
  const signature = Buffer.from(await signer.sign(bytes, signal));
  const chain = ((await signer.certificateChain?.()) ?? []).map((der) => Buffer.from(der));
  const digestName = digestNameOf(publicKey.algorithm, publicKey.keyObject, bytes, signature);
  if (digestName === undefined) {
    throw new PlimsollError("SIGNATURE_INVALID", "The new signature does not verify", {
      action: "Nothing was pushed. Check that the key's two halves belong together.",
    });
  }
  const { envelope, stamped } = describe(signature);
  const request = {
    digest: createHash(digestName ?? "sha256")
      .update(bytes)
      .digest(),
    digestName,
    envelope,
    signature,
    publicKey,
    certificate: chain[0],
    signal,
  };
  const [logEntries, timestamps] = await Promise.all([
    Promise.all(tlog.map((log) => writeLogEntry(log, request))),
    Promise.all(tsa.map((url) => requestTimestamp(url, stamped, signal))),
  ]);
  return { signature, keyId: publicKey.keyId, chain, logEntries, timestamps };
}
