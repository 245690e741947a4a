import type { Trust, TrustAttestation, TrustRequirement, TrustSignature } from "@plimsoll/core";
import { deniedDigest } from "./deny.ts";
import type { PolicyRule } from "./policy.ts";
import { type FoundAttestation, weighAttestations } from "./weigh-attestations.ts";
import { type WeighedSignature, weighSignatures } from "./weigh-signatures.ts";

/** What was found for one manifest. */
export interface Evidence {
  /** Digests that the deny list is held against: the manifest's, and that of the index that lists it. */
  readonly digests: readonly string[];
  readonly signatures: readonly TrustSignature[];
  readonly attestations: readonly FoundAttestation[];
  /** Signatures and attestations that were not opened because there were too many. */
  readonly unopened: number;
  /** Why what claims to be an attestation could not be read. */
  readonly unreadable: readonly string[];
}

/** What a rule makes of the evidence about one manifest. */
export interface Evaluation extends Pick<Trust, "result" | "reason" | "signatures"> {
  isAccepted: boolean;
  requirements: TrustRequirement[];
  attestations: TrustAttestation[];
}

/**
 * Holds a rule against what was found. The order of what was found does not matter; a signature that
 * does not hold, or is denied, never spoils one that does; a denied digest is refused at every level.
 * Asks nobody: the answer depends on the arguments alone.
 *
 * @param nowMs milliseconds since 1970
 */
export function evaluateRule(rule: PolicyRule, evidence: Evidence, nowMs: number): Evaluation {
  const denied = deniedDigest(rule.deny, evidence.digests);
  const weighed = weighSignatures(evidence.signatures, rule, nowMs);
  const attested = weighAttestations(evidence.attestations, rule, nowMs);
  const requirements = [
    ...(denied === undefined ? [] : [denial(denied)]),
    ...weighSignatories(weighed, rule),
    ...weighThreshold(weighed, rule),
    ...attested.requirements,
  ];
  const isMet = requirements.every(({ result }) => result !== "fail");
  const count = weighed.length;
  const result = isMet
    ? "verified"
    : count === 0 && evidence.unopened === 0 && denied === undefined
      ? "unsigned"
      : "failed";
  return {
    result,
    reason: reasonOf(isMet, requirements, weighed) + noteUnread(evidence),
    isAccepted: isMet || (rule.level === "audit" && denied === undefined),
    signatures: weighed.map(({ signature }) => signature),
    requirements,
    attestations: [...attested.attestations],
  };
}

export function denial(digest: string): TrustRequirement {
  return { name: "not denied", result: "fail", reason: `The policy denies ${digest}` };
}

/** A line for each signatory: of any-of, those who did not sign do no harm once enough others did. */
function weighSignatories(
  weighed: readonly WeighedSignature[],
  { mode, signatories }: PolicyRule,
): TrustRequirement[] {
  if (signatories.length === 0) {
    const reason = "The rule does not say who must have signed";
    return [{ name: "signer", result: "fail", reason }];
  }
  const isAnyMet = weighed.some(({ by }) => by.length > 0);
  return signatories.map(({ name }, i): TrustRequirement => {
    const signers = weighed.filter(({ by }) => by.includes(i)).map((one) => one.signerName);
    if (signers.length > 0) {
      const reason = "There is a verified signature by this signer";
      return { name, result: "pass", reason, signers: [...new Set(signers)].sort() };
    }
    return mode === "any-of" && isAnyMet
      ? { name, result: "skipped", reason: "Another signer was found, and any will do" }
      : { name, result: "fail", reason: "There is no verified signature by this signer" };
  });
}

function weighThreshold(
  weighed: readonly WeighedSignature[],
  { threshold }: PolicyRule,
): TrustRequirement[] {
  if (threshold <= 1) return [];
  const counted = weighed.filter(({ by }) => by.length > 0);
  const distinct = new Map(counted.map((one) => [one.signerId, one.signerName]));
  const signers = [...distinct.values()].sort();
  return [
    {
      name: `${threshold} different signers`,
      result: distinct.size >= threshold ? "pass" : "fail",
      reason: `${distinct.size} signed`,
      ...(signers.length > 0 && { signers }),
    },
  ];
}

function reasonOf(
  isMet: boolean,
  requirements: readonly TrustRequirement[],
  weighed: readonly WeighedSignature[],
): string {
  if (isMet) {
    const verified = weighed.filter(({ by }) => by.length > 0).length;
    const noun = weighed.length === 1 ? "signature counts" : "signatures count";
    return `The rule is met: ${verified} of ${weighed.length} ${noun}.`;
  }
  const unmet = requirements
    .filter(({ result }) => result === "fail")
    .map(({ name, reason }) => `${name}: ${reason}.`);
  const shown = unmet.slice(0, 3).join(" ");
  const more = unmet.length > 3 ? ` And ${unmet.length - 3} more.` : "";
  return `The rule is not met. ${shown}${more}${firstFault(weighed)}`;
}

function noteUnread({ unopened, unreadable }: Evidence): string {
  const many = unopened === 0 ? "" : ` Too many were attached: ${unopened} were not opened.`;
  const [first] = [...unreadable].sort();
  return first === undefined
    ? many
    : `${many} ${unreadable.length} attached could not be read: ${first}.`;
}

function firstFault(weighed: readonly WeighedSignature[]): string {
  if (weighed.length === 0) return " No signature was found.";
  const [fault] = weighed
    .flatMap(({ signature }) => signature.checks)
    .filter(
      ({ name, result }) => result === "fail" || (result === "skipped" && name === "signature"),
    )
    .map(({ name, reason }) => `${name}: ${reason}`)
    .sort();
  return fault === undefined ? "" : ` Of the signatures: ${fault}.`;
}
