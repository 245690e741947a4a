import type { TrustSignature } from "@plimsoll/core";
import { discoverDct } from "../dct/discover.ts";
import { discoverNotation } from "../notation/discover-notation.ts";
import { check } from "./check.ts";
import type { SubjectSignatures } from "./conclude.ts";
import { discoverBundles } from "./discover-bundles.ts";
import { discoverClassic } from "./discover-classic.ts";
import { listReferrers } from "./list-referrers.ts";
import type { Source } from "./source.ts";

/**
 * Finds and judges the signatures of one manifest in every format.
 *
 * @throws PlimsollError when the registry cannot be asked; never because of what was stored there
 */
export async function collectSignatures(source: Source): Promise<SubjectSignatures> {
  const referrers = listReferrers(source);
  const [classic, bundles, notation, dct] = await Promise.all([
    discoverClassic(source),
    discoverBundles(source, referrers),
    discoverNotation(source, referrers),
    discoverDct(source),
  ]);
  const found = [classic, bundles, notation];
  return {
    digest: source.question.digest,
    signatures: [...found.flatMap(({ signatures }) => signatures), ...dct],
    attestations: found.flatMap(({ attestations }) => attestations),
    unopened: found.reduce((sum, { unopened }) => sum + unopened, 0),
  };
}

/** Adds to each signature on an index how it covers the image. */
export function viaIndex(index: SubjectSignatures, imageDigest: string): SubjectSignatures {
  const reason = "The signed index lists the image by its digest";
  const listed = check("index-entry", "pass", reason, imageDigest);
  const signatures = index.signatures.map(
    (signature): TrustSignature => ({ ...signature, checks: [...signature.checks, listed] }),
  );
  return { ...index, signatures };
}
