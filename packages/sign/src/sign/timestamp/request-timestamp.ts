import { createHash, randomBytes } from "node:crypto";
import { integer } from "../../encoding/der-write.ts";
import { badAnswer, requestService } from "../../http/request.ts";
import { encodeTimestampRequest } from "../../timestamp/encode-request.ts";

const service = "The timestamping authority";
/** A token with its certificates is a few kilobytes. */
const maxTimestampBytes = 64 * 1024;
/** Six bytes: some authorities keep no more than 53 bits of a nonce. */
const nonceBytes = 6;

/**
 * Has a timestamping authority say that a signature exists (RFC 3161, over HTTP).
 *
 * @returns the TimeStampResp in DER; it is granted, and about this signature and this request. Who
 * signed it is for a trusted root to say
 * @throws PlimsollError those of `requestService`; `SERVER_ERROR` for another answer
 */
export async function requestTimestamp(
  url: string,
  signature: Uint8Array,
  signal: AbortSignal | undefined,
): Promise<Buffer> {
  const digest = createHash("sha256").update(signature).digest();
  const nonce = randomBytes(nonceBytes);
  const { bytes } = await requestService(url, {
    service,
    headers: {
      "content-type": "application/timestamp-query",
      accept: "application/timestamp-reply",
    },
    body: encodeTimestampRequest(signature, "sha256", integer(nonce)),
    maxBytes: maxTimestampBytes,
    signal,
  });
  await requireAnswerTo(bytes, digest, nonce);
  return bytes;
}

async function requireAnswerTo(bytes: Buffer, digest: Buffer, nonce: Buffer): Promise<void> {
  const { RFC3161Timestamp } = await import("@sigstore/core");
  let isGranted: boolean;
  let isOurs = false;
  try {
    const timestamp = RFC3161Timestamp.parse(Buffer.from(bytes));
    // 0 granted, 1 granted with modifications (RFC 3161, section 2.4.2).
    isGranted = timestamp.status === 0n || timestamp.status === 1n;
    if (isGranted) {
      const { root, messageImprintHashedMessage } = timestamp.tstInfo;
      // TSTInfo: after version, policy, imprint, serial number and time, only a nonce is an INTEGER.
      const answered = root.subs
        .slice(5)
        .find(({ tag }) => tag.isInteger())
        ?.toInteger();
      isOurs =
        messageImprintHashedMessage.equals(digest) &&
        answered === BigInt(`0x${nonce.toString("hex")}`);
    }
  } catch {
    throw badAnswer(service, "its timestamp cannot be read");
  }
  if (!isGranted) throw badAnswer(service, "it grants no timestamp");
  if (!isOurs) throw badAnswer(service, "its timestamp is about something else");
}
