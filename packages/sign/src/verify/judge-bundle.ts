import type { TrustCheck, TrustSignature } from "@plimsoll/core";
import { type Bundle, encodePreAuthentication, keyHint, parseBundle } from "../cosign/bundle.ts";
import { signPredicateType, statementPayloadType } from "../cosign/media-types.ts";
import { parseStatement, type Statement } from "../cosign/statement.ts";
import { envelopeContent } from "../sigstore/content.ts";
import type { KeylessJudge } from "../sigstore/keyless-judge.ts";
import {
  check,
  checkTransparencyLog,
  concludeSignature,
  isContentFault,
  nowOf,
  type Question,
  unreadableSignature,
} from "./check.ts";
import { checkSignature, type SignerChecks, withoutTrustedRoot } from "./check-signature.ts";

/** What a bundle turned out to be. */
export type JudgedBundle =
  | { readonly kind: "signature"; readonly signature: TrustSignature }
  | { readonly kind: "attestation"; readonly predicateType: string };

/**
 * Judges a Sigstore bundle that was attached to an image. Never throws.
 *
 * @param manifestDigest the referrer manifest that carries it
 * @param isLabelledSignature whether that manifest's annotation calls it a signature; if not, a
 * bundle with another predicate is an attestation rather than a broken signature
 * @param keyless what bundles with a certificate are judged with; without it they are only listed
 */
export function judgeBundle(
  bytes: Uint8Array,
  manifestDigest: string,
  isLabelledSignature: boolean,
  question: Question,
  keyless?: KeylessJudge,
): JudgedBundle {
  let bundle: Bundle;
  try {
    bundle = parseBundle(bytes);
  } catch (error) {
    if (!isContentFault(error)) throw error;
    const reason = `The bundle cannot be read: ${error.message}`;
    return {
      kind: "signature",
      signature: unreadableSignature("sigstore-bundle", manifestDigest, "payload", reason),
    };
  }
  const { checks, statement } = checkStatement(bundle, question);
  const isSignature = statement === undefined || statement.predicateType === signPredicateType;
  if (!isSignature && !isLabelledSignature) {
    return { kind: "attestation", predicateType: statement.predicateType };
  }
  const signer = checkSigner(bundle, bytes, question, keyless);
  checks.push(...signer.checks);
  return {
    kind: "signature",
    signature: concludeSignature(
      "sigstore-bundle",
      manifestDigest,
      checks,
      signer.keyId,
      signer.signer,
    ),
  };
}

/** Who signed the bundle's envelope: a key, or the holder of a certificate. */
export function checkSigner(
  bundle: Bundle,
  bytes: Uint8Array,
  question: Pick<Question, "keys" | "now">,
  keyless: KeylessJudge | undefined,
): SignerChecks {
  if (bundle.material.kind === "certificate") {
    return keyless === undefined
      ? { checks: withoutTrustedRoot(bundle.logEntries) }
      : keyless.judgeBundle(bytes, envelopeContent(bundle), nowOf(question));
  }
  const signed = encodePreAuthentication(bundle.payloadType, bundle.payload);
  const { check: signature, keyId } = checkSignature(signed, bundle.signature, question.keys);
  return {
    checks: [signature, ...checkHint(bundle, keyId), checkTransparencyLog(bundle.logEntries)],
    ...(keyId !== undefined && { keyId, signer: { kind: "key", name: keyId } }),
  };
}

function checkStatement(
  bundle: Bundle,
  question: Question,
): { checks: TrustCheck[]; statement?: Statement } {
  if (bundle.payloadType !== statementPayloadType) {
    const reason = `The envelope's payloadType is not ${statementPayloadType}`;
    return { checks: [check("payload-type", "fail", reason, bundle.payloadType)] };
  }
  let statement: Statement;
  try {
    statement = parseStatement(bundle.payload);
  } catch (error) {
    if (!isContentFault(error)) throw error;
    const reason = `The statement cannot be read: ${error.message}`;
    return { checks: [check("payload", "fail", reason)] };
  }
  const isAboutImage = statement.subjectDigests.includes(question.digest);
  const checks = [
    check("payload", "pass", "The payload is an in-toto Statement"),
    check("payload-type", "pass", "The envelope says so too", bundle.payloadType),
    checkPredicate(statement.predicateType),
    isAboutImage
      ? check("payload-digest", "pass", "The image is a subject", question.digest)
      : check(
          "payload-digest",
          "fail",
          "The image is not among the subjects",
          statement.subjectDigests.slice(0, 4).join(", "),
        ),
    check("docker-reference", "skipped", "This format names no repository"),
  ];
  return { checks, statement };
}

function checkPredicate(predicateType: string): TrustCheck {
  return predicateType === signPredicateType
    ? check("predicate-type", "pass", "The statement is a signature", predicateType)
    : check(
        "predicate-type",
        "fail",
        "The statement is an attestation, and that is not a signature",
        predicateType,
      );
}

/** The hint is not signed, and not every client derives it from the key: a wrong one is only odd. */
function checkHint(bundle: Bundle, keyId: string | undefined): TrustCheck[] {
  if (keyId === undefined || bundle.material.kind !== "public-key") return [];
  const { hint } = bundle.material;
  if (hint === undefined || hint === keyHint(keyId)) return [];
  return [check("key-hint", "warn", "The bundle's hint names another key", hint)];
}
