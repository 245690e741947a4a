import type { TrustCheck, TrustSigner } from "@plimsoll/core";
import type { JsonObject } from "../encoding/json.ts";
import type { SignedContent } from "./material.ts";

/** What came out of judging a signature with a certificate. */
export interface KeylessJudgement {
  readonly checks: readonly TrustCheck[];
  /** Who signed, once everything but the identity held. */
  readonly signer?: TrustSigner | undefined;
}

/** Judges signatures that come with a short-lived certificate. Never throws. */
export interface KeylessJudge {
  /** @param bundle the bytes of a Sigstore bundle */
  judgeBundle(bundle: Uint8Array, content: SignedContent, now: Date): KeylessJudgement;
  /** @param annotations those that cosign puts beside a classic signature */
  judgeAnnotations(
    annotations: JsonObject,
    signature: Buffer,
    content: SignedContent,
    now: Date,
  ): KeylessJudgement;
}
