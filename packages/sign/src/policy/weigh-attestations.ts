import type { TrustAttestation, TrustCheck, TrustRequirement } from "@plimsoll/core";
import type { Attestation } from "../attestations/attestation.ts";
import { check } from "../verify/check.ts";
import { deniedBy } from "./deny.ts";
import { isBySignatory, signerNameOf } from "./match-signatory.ts";
import type { PolicyRule, WantedAttestation } from "./policy.ts";
import { checkPredicate } from "./predicate-rule.ts";

/** An attestation as it was found, and what was checked of it. */
export interface FoundAttestation extends TrustAttestation {
  readonly predicate: unknown;
}

/** What the rule's wanted attestations came to. */
export interface WeighedAttestations {
  readonly requirements: readonly TrustRequirement[];
  /** Those of a wanted type, each with the checks of the policy behind its own. */
  readonly attestations: readonly TrustAttestation[];
}

/** An attestation as `listAttestations` gives it, as a line of the answer. */
export function toFound(attestation: Attestation): FoundAttestation {
  const { predicateType, predicate, digest, keyId, signer, reason } = attestation;
  const isVerified = signer !== undefined;
  return {
    predicateType,
    predicate,
    digest,
    ...(keyId !== undefined && { keyId }),
    ...(signer !== undefined && { signer }),
    result: isVerified ? "verified" : "failed",
    checks: [check("signature", isVerified ? "pass" : "fail", reason)],
  };
}

/** Looks for one attestation for each that the rule wants: by somebody who may, and saying what it must. */
export function weighAttestations(
  found: readonly FoundAttestation[],
  rule: PolicyRule,
  nowMs: number,
): WeighedAttestations {
  const checks = new Map<FoundAttestation, TrustCheck[]>();
  const requirements: TrustRequirement[] = [];
  for (const wanted of rule.attestations) {
    const candidates = found.filter(({ predicateType }) => predicateType === wanted.type);
    const good: FoundAttestation[] = [];
    for (const candidate of candidates) {
      const own = checkAttestation(candidate, wanted, rule, nowMs);
      checks.set(candidate, [...(checks.get(candidate) ?? []), ...own]);
      if (own.every(({ result }) => result !== "fail")) good.push(candidate);
    }
    requirements.push(concludeWanted(wanted, candidates, good, checks));
  }
  const attestations = [...checks].map(([attestation, own]): TrustAttestation => {
    const { predicate: _, ...rest } = attestation;
    return { ...rest, checks: [...attestation.checks, ...own] };
  });
  return { requirements, attestations };
}

function checkAttestation(
  attestation: FoundAttestation,
  { from, rules }: WantedAttestation,
  { deny }: PolicyRule,
  nowMs: number,
): TrustCheck[] {
  if (attestation.result !== "verified") {
    return [check("policy-signer", "fail", "No verified signature tells who made it")];
  }
  const denied = deniedBy(deny, attestation);
  if (denied !== undefined) {
    return [check("policy-deny", "fail", "The policy denies its signer", denied)];
  }
  const name = from.find((signatory) => isBySignatory(attestation, signatory))?.name;
  const signer =
    name === undefined
      ? check("policy-signer", "fail", "The rule does not ask for this signer")
      : check("policy-signer", "pass", "The rule asks for this signer", name);
  return [signer, ...rules.map((one) => checkPredicate(attestation.predicate, one, nowMs))];
}

function concludeWanted(
  { type }: WantedAttestation,
  candidates: readonly FoundAttestation[],
  good: readonly FoundAttestation[],
  checks: ReadonlyMap<FoundAttestation, readonly TrustCheck[]>,
): TrustRequirement {
  const name = `attestation ${type}`;
  if (good.length > 0) {
    const signers = [...new Set(good.map(signerNameOf))].sort();
    return { name, result: "pass", reason: "It is there and says what it must", signers };
  }
  if (candidates.length === 0) {
    return { name, result: "fail", reason: "No attestation of this type was found" };
  }
  const faults = candidates
    .flatMap((one) => checks.get(one) ?? [])
    .filter(({ result }) => result === "fail")
    .map(({ name: fault, reason }) => `${fault}: ${reason}`)
    .sort();
  return {
    name,
    result: "fail",
    reason: `${candidates.length} found, none is accepted. ${faults[0]}`,
  };
}
