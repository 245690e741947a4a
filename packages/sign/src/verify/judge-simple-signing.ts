import type { TrustCheck, TrustSignature } from "@plimsoll/core";
import {
  certificateAnnotation,
  logBundleAnnotation,
  signatureAnnotation,
} from "../cosign/media-types.ts";
import { parseSignedName } from "../cosign/repository.ts";
import {
  parseSimpleSigning,
  type SimpleSigning,
  simpleSigningKind,
} from "../cosign/simple-signing.ts";
import { decodeBase64 } from "../encoding/base64.ts";
import type { JsonObject } from "../encoding/json.ts";
import { limits } from "../limits.ts";
import { bytesContent } from "../sigstore/content.ts";
import type { KeylessJudge } from "../sigstore/keyless-judge.ts";
import {
  check,
  checkTransparencyLog,
  concludeSignature,
  isContentFault,
  nowOf,
  type Question,
} from "./check.ts";
import { checkSignature, type SignerChecks, withoutTrustedRoot } from "./check-signature.ts";

/**
 * Judges a classic cosign signature: the payload's bytes, and the annotations of its layer. Never throws.
 *
 * @param keyless what signatures with a certificate are judged with; without it they are only listed
 */
export function judgeSimpleSigning(
  payload: Uint8Array,
  annotations: JsonObject,
  layerDigest: string,
  question: Question,
  keyless?: KeylessJudge,
): TrustSignature {
  const checks = checkPayload(payload, question);
  const encoded = annotations[signatureAnnotation];
  const signature =
    typeof encoded === "string" && encoded.length <= limits.signatureCharacters
      ? decodeBase64(encoded)
      : undefined;
  const logEntries = annotations[logBundleAnnotation] === undefined ? 0 : 1;
  if (signature === undefined || signature.length === 0) {
    const reason = `The annotation ${signatureAnnotation} holds no base64`;
    checks.push(check("signature", "fail", reason), checkTransparencyLog(logEntries));
    return concludeSignature("cosign-simplesigning", layerDigest, checks);
  }
  const signer = checkSigner(payload, signature, annotations, question, keyless);
  checks.push(...signer.checks);
  return concludeSignature(
    "cosign-simplesigning",
    layerDigest,
    checks,
    signer.keyId,
    signer.signer,
  );
}

/** Who made a classic signature: a key, or the holder of the certificate that lies beside it. */
function checkSigner(
  payload: Uint8Array,
  signature: Buffer,
  annotations: JsonObject,
  question: Question,
  keyless: KeylessJudge | undefined,
): SignerChecks {
  const logEntries = annotations[logBundleAnnotation] === undefined ? 0 : 1;
  const { check: byKey, keyId } = checkSignature(payload, signature, question.keys);
  const hasCertificate = (annotations[certificateAnnotation] ?? "") !== "";
  // Who signs with a key of their own may add a certificate for it, which then does not matter.
  if (keyId !== undefined || !hasCertificate) {
    return {
      checks: [byKey, checkTransparencyLog(logEntries)],
      ...(keyId !== undefined && { keyId, signer: { kind: "key", name: keyId } }),
    };
  }
  return keyless === undefined
    ? { checks: withoutTrustedRoot(logEntries) }
    : keyless.judgeAnnotations(annotations, signature, bytesContent(payload), nowOf(question));
}

function checkPayload(bytes: Uint8Array, question: Question): TrustCheck[] {
  let payload: SimpleSigning;
  try {
    payload = parseSimpleSigning(bytes);
  } catch (error) {
    if (!isContentFault(error)) throw error;
    return [check("payload", "fail", `The payload cannot be read: ${error.message}`)];
  }
  return [
    check("payload", "pass", "The payload is a simple signing document"),
    checkType(payload.type),
    checkDigest(payload.digest, question.digest),
    checkReference(payload.dockerReference, question),
  ];
}

function checkType(type: string | undefined): TrustCheck {
  return type === simpleSigningKind
    ? check("payload-type", "pass", "critical.type says that it signs an image", type)
    : check("payload-type", "fail", "critical.type does not say that it signs an image", type);
}

function checkDigest(signed: string | undefined, asked: string): TrustCheck {
  return signed === asked
    ? check("payload-digest", "pass", "The signed digest is that of the image", signed)
    : check("payload-digest", "fail", "The signed digest is that of another image", signed);
}

function checkReference(signed: string | undefined, question: Question): TrustCheck {
  const name = "docker-reference";
  if (signed === undefined) return check(name, "fail", "The payload names no repository");
  const { repository, tag } = parseSignedName(signed);
  if (repository !== question.repository) {
    const reason = `It was signed for another repository than ${question.repository}; sign the image again where it is used`;
    return check(name, "fail", reason, signed);
  }
  if (tag !== undefined && question.tag !== undefined && tag !== question.tag) {
    const reason = `It was signed for the tag ${JSON.stringify(tag.slice(0, 128))}, and asked for by another`;
    return check(name, "warn", reason, signed);
  }
  return check(name, "pass", "It was signed for this repository", signed);
}
