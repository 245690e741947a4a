import { holdsIdentity } from "../notation/distinguished-name.ts";
import type { NotationTrust } from "../notation/trust.ts";
import type { Question } from "../verify/check.ts";
import type { PolicyRule, Signatory } from "./policy.ts";

/** What the signatories of a rule give to judge signatures with; who of them signed is matched later. */
export type Material = Pick<Question, "keys" | "sigstore" | "notation" | "dct">;

/**
 * Collects what these signatories are recognised by. Several of the Notary Project are judged by the
 * strictest of what they say about timestamps and revocation.
 *
 * @param roots parsed trusted roots; without any, keyless signatures are listed and not judged
 */
export function collectMaterial(
  signatories: readonly Signatory[],
  level: PolicyRule["level"],
  roots: readonly unknown[],
): Material {
  const keys = signatories.flatMap((one) => (one.kind === "key" ? one.keys : []));
  const identities = signatories.flatMap((one) => (one.kind === "keyless" ? one.identities : []));
  const notation = signatories.flatMap((one) => (one.kind === "notation" ? [one.trust] : []));
  const dct = signatories.find((one) => one.kind === "dct");
  return {
    keys: [...new Map(keys.map((key) => [key.keyId, key])).values()],
    ...(identities.length > 0 &&
      roots.length > 0 && { sigstore: { trustedRoots: roots, identities } }),
    ...(notation.length > 0 && { notation: joinNotation(notation, level) }),
    ...(dct?.kind === "dct" && { dct: dct.trust }),
  };
}

function joinNotation(
  trusts: readonly Omit<NotationTrust, "level">[],
  level: PolicyRule["level"],
): NotationTrust {
  const isAlways = trusts.some(({ verifyTimestamp }) => verifyTimestamp !== "afterCertExpiry");
  const revocation = strictestRevocation(trusts.map((trust) => trust.revocation));
  return {
    stores: trusts.flatMap(({ stores }) => stores),
    identities: joinIdentities(trusts.flatMap(({ identities }) => identities)),
    // Notation's audit would call verified what does not hold; ours refuses nothing, and says so.
    level: level === "permissive" ? level : "strict",
    verifyTimestamp: isAlways ? "always" : "afterCertExpiry",
    ...(revocation !== undefined && { revocation }),
  };
}

/** Without names that a wider one covers: in one trust policy identities must not overlap. */
function joinIdentities(identities: readonly string[]): string[] {
  const distinct = [...new Set(identities)];
  if (distinct.includes("*")) return ["*"];
  return distinct.filter(
    (name, i) =>
      !distinct.some(
        (wider, j) =>
          i !== j && holdsIdentity(name, wider) && (j < i || !holdsIdentity(wider, name)),
      ),
  );
}

/** `undefined` leaves it to the level, which is never laxer than `log`. */
function strictestRevocation(
  given: readonly NotationTrust["revocation"][],
): NotationTrust["revocation"] {
  if (given.includes("enforce")) return "enforce";
  if (given.includes(undefined)) return undefined;
  return given.includes("log") ? "log" : "skip";
}
