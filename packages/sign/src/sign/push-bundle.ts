import { PlimsollError } from "@plimsoll/core";
import { signPredicateType, statementPayloadType } from "../cosign/media-types.ts";
import { formatSignStatement } from "../cosign/statement.ts";
import { judgeBundle } from "../verify/judge-bundle.ts";
import { findBundle } from "./find-bundle.ts";
import { formatEnvelopeBundle } from "./format-bundle.ts";
import { pushReferrer } from "./push-referrer.ts";
import { signEnvelope } from "./sign-content.ts";
import type { Pushed, Signing } from "./signer.ts";
import { requireTrusted, requireVerified } from "./verify-own.ts";

/** Attaches a Sigstore bundle to the image as a referrer, as cosign 3 does. */
export async function pushBundle(
  signing: Signing,
  annotations: Readonly<Record<string, string>>,
): Promise<Pushed> {
  const { question } = signing;
  const statement = formatSignStatement(question.digest, annotations);
  const existing = await findBundle(statement, signPredicateType, signing);
  if (existing !== undefined) return { signatureDigest: existing, wasSigned: true };

  const bundle = formatEnvelopeBundle(await signEnvelope(statementPayloadType, statement, signing));
  const judged = judgeBundle(bundle, question.digest, true, question);
  if (judged.kind !== "signature") {
    throw new PlimsollError("INTERNAL", "The new signature is none, and was not pushed");
  }
  const { signer, trustedRoots } = signing;
  // A certificate is judged by its root, below.
  if (signer.certificateChain === undefined) requireVerified(judged.signature);
  await requireTrusted(bundle, { publicKey: signer.publicKey, trustedRoots });
  return {
    signatureDigest: await pushReferrer(bundle, signPredicateType, signing),
    wasSigned: false,
  };
}
