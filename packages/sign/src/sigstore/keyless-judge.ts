import type { KeylessJudge } from "./keyless-judgement.ts";
import type { SigstoreTrust } from "./trust.ts";

export type { KeylessJudge } from "./keyless-judgement.ts";

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
