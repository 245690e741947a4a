import type { TrustCheck, TrustSigner } from "@plimsoll/core";
import type { JsonObject } from "../encoding/json.ts";
import type { SignedContent } from "./material.ts";
import type { SigstoreTrust } from "./trust.ts";

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

const prepared = new WeakMap<SigstoreTrust, Promise<KeylessJudge>>();

/**
 * Makes ready what keyless signatures are judged with, once for each `trust`. What reads certificates and
 * log entries is loaded here, and only here: who checks keys alone does without.
 *
 * @throws PlimsollError `MALFORMED` or `LIMIT_EXCEEDED` for a broken trusted root, `INVALID_ARGUMENT` for an
 * identity that cannot be understood
 */
export async function prepareKeyless(
  trust: SigstoreTrust | undefined,
): Promise<KeylessJudge | undefined> {
  if (trust === undefined) return undefined;
  const known = prepared.get(trust);
  if (known !== undefined) return known;
  const judge = import("./judge-material.ts").then(({ createKeylessJudge }) =>
    createKeylessJudge(trust),
  );
  prepared.set(trust, judge);
  return judge;
}
