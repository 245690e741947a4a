import { PlimsollError, type TrustCheck } from "@plimsoll/core";
import {
  type Envelope,
  encodePreAuthentication,
  parseBundle,
  parseEnvelope,
} from "../cosign/bundle.ts";
import { certificateAnnotation, statementPayloadType } from "../cosign/media-types.ts";
import { parseStatement } from "../cosign/statement.ts";
import { type JsonObject, parseJsonObject } from "../encoding/json.ts";
import { envelopeContent } from "../sigstore/content.ts";
import type { KeylessJudge } from "../sigstore/keyless-judge.ts";
import { nowOf, type Question } from "../verify/check.ts";
import { checkSignature, type SignerChecks } from "../verify/check-signature.ts";
import { checkSigner } from "../verify/judge-bundle.ts";
import type { Attestation } from "./attestation.ts";

/** What an attestation is held against. */
export interface AttestationQuestion extends Pick<Question, "keys" | "now"> {
  /** Digest of the manifest that it must speak of. */
  readonly subject: string;
  /** Of the blob that holds it. */
  readonly digest: string;
  /** What those with a certificate are judged with; without it they count as unsigned. */
  readonly keyless?: KeylessJudge | undefined;
  /** Of the layer that holds it, where cosign puts the certificate beside an envelope. */
  readonly annotations?: JsonObject | undefined;
}

/**
 * Reads an attestation, a Sigstore bundle or a bare DSSE envelope, and says who signed it: one of the
 * keys, or one of the identities that may.
 *
 * @throws PlimsollError `MALFORMED`, `LIMIT_EXCEEDED` or `UNSUPPORTED` when it cannot be read, or speaks
 * of another image
 */
export function judgeAttestation(
  bytes: Uint8Array,
  kind: "bundle" | "envelope",
  question: AttestationQuestion,
): Attestation {
  const { subject, digest } = question;
  const bundle = kind === "bundle" ? parseBundle(bytes) : undefined;
  const envelope = bundle ?? parseEnvelope(parseJsonObject(bytes));
  const { payloadType, payload } = envelope;
  if (payloadType !== statementPayloadType) {
    throw new PlimsollError("UNSUPPORTED", `its payloadType is not ${statementPayloadType}`);
  }
  const { predicateType, predicate, subjectDigests } = parseStatement(payload);
  if (!subjectDigests.includes(subject)) {
    throw new PlimsollError("MALFORMED", "the image is not among its subjects");
  }
  const { checks, keyId, signer } =
    bundle === undefined
      ? checkEnvelope(envelope, question)
      : checkSigner(bundle, bytes, question, question.keyless);
  const isSigned = !checks.some(({ result }) => result === "fail");
  return {
    predicateType,
    predicate,
    digest,
    reason: reasonOf(checks),
    ...(isSigned && keyId !== undefined && { keyId }),
    ...(isSigned && signer !== undefined && { signer }),
  };
}

/** Of a bare envelope the certificate, if any, lies in the annotations. */
function checkEnvelope(
  envelope: Envelope,
  { keys, now, keyless, annotations = {} }: AttestationQuestion,
): SignerChecks {
  const signed = encodePreAuthentication(envelope.payloadType, envelope.payload);
  const { check, keyId } = checkSignature(signed, envelope.signature, keys);
  const hasCertificate = (annotations[certificateAnnotation] ?? "") !== "";
  if (keyId === undefined && hasCertificate && keyless !== undefined) {
    const { signature } = envelope;
    const content = envelopeContent(envelope);
    return keyless.judgeAnnotations(annotations, signature, content, nowOf({ now }));
  }
  return {
    checks: [check],
    ...(keyId !== undefined && { keyId, signer: { kind: "key", name: keyId } }),
  };
}

/** The first fault; else who it is; else what there is to say of the signature. */
function reasonOf(checks: readonly TrustCheck[]): string {
  const decisive =
    checks.find(({ result }) => result === "fail") ??
    checks.find(({ name }) => name === "identity") ??
    checks.find(({ name }) => name === "signature");
  return decisive?.reason ?? "Nothing says who signed it";
}
