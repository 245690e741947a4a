import { keyHint } from "../cosign/bundle.ts";
import { bundleType } from "../cosign/media-types.ts";
import { encodeBase64 } from "../encoding/base64.ts";
import type { JsonObject } from "../encoding/json.ts";
import type { SignedContent, SignedEnvelope } from "./sign-content.ts";

/** A Sigstore bundle v0.3 around a DSSE envelope (protobuf-specs, sigstore_bundle.proto). */
export function formatEnvelopeBundle(signed: SignedEnvelope): Buffer {
  return format(signed, { dsseEnvelope: JSON.parse(signed.envelope) });
}

/**
 * A Sigstore bundle v0.3 around a bare signature of a file.
 *
 * @param digest SHA-256 of the file
 */
export function formatMessageBundle(signed: SignedContent, digest: Uint8Array): Buffer {
  return format(signed, {
    messageSignature: {
      messageDigest: { algorithm: "SHA2_256", digest: encodeBase64(digest) },
      signature: encodeBase64(signed.signature),
    },
  });
}

function format(signed: SignedContent, content: JsonObject): Buffer {
  const { chain, keyId, logEntries, timestamps } = signed;
  const [leaf] = chain;
  const bundle = {
    mediaType: bundleType,
    verificationMaterial: {
      // The leaf alone: whoever verifies brings the authorities.
      ...(leaf === undefined
        ? { publicKey: { hint: keyHint(keyId) } }
        : { certificate: { rawBytes: encodeBase64(leaf) } }),
      ...(logEntries.length > 0 && { tlogEntries: logEntries }),
      ...(timestamps.length > 0 && {
        timestampVerificationData: {
          rfc3161Timestamps: timestamps.map((der) => ({ signedTimestamp: encodeBase64(der) })),
        },
      }),
    },
    ...content,
  };
  return Buffer.from(JSON.stringify(bundle));
}
