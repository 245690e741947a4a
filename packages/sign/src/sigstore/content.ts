import { createHash } from "node:crypto";
import { type Envelope, encodePreAuthentication } from "../cosign/bundle.ts";
import { isSignatureOver } from "../keys/algorithm.ts";
import type { SignedContent } from "./material.ts";

/** Bytes that were signed as they are. */
export function bytesContent(bytes: Uint8Array): SignedContent {
  return {
    digest: (algorithm) => hash(algorithm, bytes),
    payloadDigest: (algorithm) => hash(algorithm, bytes),
    isSignedBy: ({ algorithm, keyObject }, signature) =>
      isSignatureOver(algorithm, keyObject, bytes, signature),
  };
}

/** What a DSSE envelope says was signed. */
export function envelopeContent({
  payloadType,
  payload,
}: Pick<Envelope, "payloadType" | "payload">): SignedContent {
  return {
    ...bytesContent(encodePreAuthentication(payloadType, payload)),
    payloadDigest: (algorithm) => hash(algorithm, payload),
  };
}

function hash(algorithm: string, bytes: Uint8Array): Buffer {
  return createHash(algorithm).update(bytes).digest();
}
