import { PlimsollError, type TrustSignature } from "@plimsoll/core";
import type { PublicKey } from "../keys/public-key.ts";
import { toTrustMaterial } from "./trust-material.ts";

/** What a finished signature must satisfy before it is pushed. */
export interface OwnQuestion {
  readonly publicKey: PublicKey;
  /** Parsed `trusted_root.json` documents; any may vouch. With none, only we have looked at it. */
  readonly trustedRoots: readonly unknown[];
  /** The file that a bundle without an envelope is about. */
  readonly artifact?: Uint8Array | undefined;
}

/** @throws PlimsollError `SIGNATURE_INVALID` unless our own verifier accepts the signature */
export function requireVerified(judged: TrustSignature): void {
  if (judged.result === "verified") return;
  const fault = judged.checks.find(({ result }) => result === "fail");
  const why = fault === undefined ? "" : `: ${fault.reason}`;
  throw new PlimsollError("SIGNATURE_INVALID", `The new signature does not verify${why}`, {
    action: "Nothing was pushed.",
  });
}

/**
 * Makes sure that a bundle holds under one of the trusted roots: chain and log of certificates, log
 * entries with their proofs, timestamps. Bundles that name nothing of this (a bare key) pass, and so
 * does everything when there is no root.
 *
 * @throws PlimsollError `SIGNATURE_INVALID`, or `MALFORMED` for a root that cannot be read
 */
export async function requireTrusted(bundle: Uint8Array, question: OwnQuestion): Promise<void> {
  if (question.trustedRoots.length === 0) return;
  const fault = await findFault(bundle, question);
  if (fault === undefined) return;
  throw new PlimsollError(
    "SIGNATURE_INVALID",
    `The new signature does not hold under the trusted root: ${fault}`,
    { action: "Nothing was pushed. Check that root and services are of the same instance." },
  );
}

/** Why no root vouches for the bundle; `undefined` when one does. */
export async function findFault(
  bundle: Uint8Array,
  { publicKey, trustedRoots, artifact }: OwnQuestion,
): Promise<string | undefined> {
  const [{ bundleFromJSON }, { toSignedEntity, Verifier }, { X509Certificate }] = await Promise.all(
    [import("@sigstore/bundle"), import("@sigstore/verify"), import("@sigstore/core")],
  );
  let fault = "there is none";
  for (const root of trustedRoots) {
    const material = toTrustMaterial(root, publicKey, (der) => X509Certificate.parse(der));
    try {
      const parsed = bundleFromJSON(JSON.parse(Buffer.from(bundle).toString()));
      const entity = toSignedEntity(parsed, artifact && Buffer.from(artifact));
      const isKey = parsed.verificationMaterial.content.$case === "publicKey";
      // Every entry and timestamp that is there must hold; a certificate needs a time to be judged at.
      const thresholds = {
        tlogThreshold: entity.tlogEntries.length,
        timestampThreshold: isKey ? 0 : 1,
        ctlogThreshold: isKey ? 0 : 1,
      };
      new Verifier(material, thresholds).verify(entity);
      return undefined;
    } catch (error) {
      fault = error instanceof Error ? error.message : "it cannot be read";
    }
  }
  return fault;
}
