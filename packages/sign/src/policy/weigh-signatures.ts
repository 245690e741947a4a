import type { TrustCheck, TrustSignature } from "@plimsoll/core";
import { check } from "../verify/check.ts";
import { deniedBy } from "./deny.ts";
import { isBySignatory, signerIdOf, signerNameOf } from "./match-signatory.ts";
import type { PolicyRule } from "./policy.ts";

const dayMs = 24 * 60 * 60 * 1000;

/** A signature with the policy's own checks behind those of its format, and whose it is. */
export interface WeighedSignature {
  readonly signature: TrustSignature;
  /** Which of the rule's signatories it is by; empty when it does not count. */
  readonly by: readonly number[];
  readonly signerId: string;
  readonly signerName: string;
}

/** Says of each signature whether it counts, and for which of the rule's signatories. */
export function weighSignatures(
  signatures: readonly TrustSignature[],
  rule: PolicyRule,
  nowMs: number,
): WeighedSignature[] {
  return signatures.map((signature): WeighedSignature => {
    const named = { signerId: signerIdOf(signature), signerName: signerNameOf(signature) };
    if (signature.result !== "verified") return { signature, by: [], ...named };
    const by = whoseIsIt(signature, rule);
    const checks = [
      checkDenied(signature, rule),
      checkAge(signature, rule, nowMs),
      checkSignatory(by, rule),
    ].filter((one) => one !== undefined);
    const isRefused = checks.some(({ result }) => result === "fail");
    const judged: TrustSignature = {
      ...signature,
      result: isRefused ? "failed" : "verified",
      checks: [...signature.checks, ...checks],
    };
    return { signature: judged, by: isRefused ? [] : by, ...named };
  });
}

function whoseIsIt(signature: TrustSignature, { signatories }: PolicyRule): number[] {
  return signatories.flatMap((signatory, i) => (isBySignatory(signature, signatory) ? [i] : []));
}

function checkSignatory(by: readonly number[], rule: PolicyRule): TrustCheck {
  const names = by.map((i) => rule.signatories[i]!.name);
  return by.length > 0
    ? check("policy-signer", "pass", "The rule asks for this signer", names.join(", "))
    : check("policy-signer", "fail", "The rule does not ask for this signer");
}

function checkDenied(signature: TrustSignature, { deny }: PolicyRule): TrustCheck | undefined {
  const entry = deniedBy(deny, signature);
  return entry === undefined
    ? undefined
    : check("policy-deny", "fail", "The policy denies its signer", entry);
}

/** An age that no trusted clock tells is no young age. */
function checkAge(
  { signer }: TrustSignature,
  { maxAgeDays, level }: PolicyRule,
  nowMs: number,
): TrustCheck | undefined {
  if (maxAgeDays === undefined) return undefined;
  const bad = level === "permissive" ? "warn" : "fail";
  const signedAt = signer?.signedAt;
  const ageMs = signedAt === undefined ? Number.NaN : nowMs - Date.parse(signedAt);
  if (Number.isNaN(ageMs)) {
    return check("policy-age", bad, "No trusted clock tells when it was signed");
  }
  const ageDays = Math.floor(ageMs / dayMs);
  const reason = `It was signed ${ageDays} days ago, and ${maxAgeDays} are accepted`;
  return check("policy-age", ageMs <= maxAgeDays * dayMs ? "pass" : bad, reason, signedAt);
}
