import { PlimsollError } from "@plimsoll/core";
import { encodePreAuthentication, parseBundle, parseEnvelope } from "../cosign/bundle.ts";
import { statementPayloadType } from "../cosign/media-types.ts";
import { parseStatement } from "../cosign/statement.ts";
import { parseJsonObject } from "../encoding/json.ts";
import type { PublicKey } from "../keys/public-key.ts";
import { checkSignature } from "../verify/check-signature.ts";
import type { Attestation } from "./attestation.ts";

/**
 * Reads an attestation, a Sigstore bundle or a bare DSSE envelope, and says whether one of the keys
 * signed it.
 *
 * @param options.subject digest of the manifest that it must speak of
 * @param options.digest of the blob
 * @throws PlimsollError `MALFORMED`, `LIMIT_EXCEEDED` or `UNSUPPORTED` when it cannot be read, or speaks
 * of another image
 */
export function judgeAttestation(
  bytes: Uint8Array,
  kind: "bundle" | "envelope",
  options: { subject: string; digest: string; keys: readonly PublicKey[] },
): Attestation {
  const { subject, digest, keys } = options;
  const bundle = kind === "bundle" ? parseBundle(bytes) : undefined;
  const { payloadType, payload, signature } = bundle ?? parseEnvelope(parseJsonObject(bytes));
  if (payloadType !== statementPayloadType) {
    throw new PlimsollError("UNSUPPORTED", `its payloadType is not ${statementPayloadType}`);
  }
  const { predicateType, predicate, subjectDigests } = parseStatement(payload);
  if (!subjectDigests.includes(subject)) {
    throw new PlimsollError("MALFORMED", "the image is not among its subjects");
  }
  const isKeyless = bundle?.material.kind === "certificate";
  const signed = encodePreAuthentication(payloadType, payload);
  const { check, keyId } = checkSignature(signed, signature, keys, isKeyless);
  return {
    predicateType,
    predicate,
    digest,
    reason: check.reason,
    ...(keyId !== undefined && { keyId }),
  };
}
