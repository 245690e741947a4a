import type { Trust, TrustRequirement } from "@plimsoll/core";
import { formatReference, type Manifest } from "@plimsoll/registry";
import { deniedDigest } from "./deny.ts";
import { denial, type Evaluation, type Evidence, evaluateRule } from "./evaluate.ts";
import { coveredBy, gatherEvidence, type Inquiry, withoutOwn } from "./gather-evidence.ts";
import { listPlatforms, type PlatformManifest } from "./list-platforms.ts";
import type { PolicyRule } from "./policy.ts";

type Child = NonNullable<Trust["children"]>[number];

/**
 * Judges an index and every manifest in it, by what was found for each and, as far as the rule lets
 * it, for the index.
 *
 * @throws PlimsollError as `listPlatforms`, and when the registry cannot be asked
 */
export async function verifyIndex(index: Manifest, inquiry: Inquiry): Promise<Trust> {
  const { rule } = inquiry;
  const platforms = await listPlatforms(index, inquiry);
  const runnable = platforms.filter(({ isAttestation }) => !isAttestation);
  const own = await gatherEvidence(inquiry, index.digest);
  const top = evaluateRule(rule, own, inquiry.now());
  const children: Child[] = [];
  for (const platform of runnable) children.push(await judgeChild(platform, own, inquiry));
  const skipped = platforms.length - runnable.length;
  const outcome = concludeIndex(index, top, children, inquiry);
  const requirements = [...outcome.requirements, ...(skipped === 0 ? [] : [notJudged(skipped)])];
  return { ...outcome, requirements, children };
}

async function judgeChild(
  { digest, platform }: PlatformManifest,
  index: Evidence,
  inquiry: Inquiry,
): Promise<Child> {
  const { rule, reference } = inquiry;
  const own =
    rule.platforms === "index"
      ? withoutOwn({ ...index, digests: [digest] })
      : await gatherEvidence(inquiry, digest);
  const evidence = rule.platforms === "all" ? own : coveredBy(own, index);
  const evaluation = evaluateRule(rule, evidence, inquiry.now());
  const { registry, repository } = reference;
  return {
    ...evaluation,
    // Those of the index are told once, there.
    signatures: evaluation.signatures.slice(0, own.signatures.length),
    digest,
    reference: formatReference({ registry, repository, digest }),
    ...(platform !== undefined && { platform }),
  };
}

/** The answer for all of it: by the index, by every manifest, or by either, as the rule says. */
function concludeIndex(
  index: Manifest,
  top: Evaluation,
  children: readonly Child[],
  { rule }: Inquiry,
): Evaluation {
  const bad = children.filter(({ result }) => result !== "verified");
  const isEach = children.length > 0 && bad.length === 0;
  const isIndex = top.result === "verified";
  const digests = [index.digest, ...children.map(({ digest }) => digest)];
  const denied = deniedDigest(rule.deny, digests);
  const isMet = denied === undefined && isMetBy(rule.platforms, isIndex, isEach);
  const every: TrustRequirement = {
    name: "every platform",
    result: isEach ? "pass" : isMet ? "skipped" : "fail",
    reason: describeChildren(children, bad),
  };
  const ofIndex = top.requirements.filter(({ name }) => name !== denial("").name);
  const requirements = [
    ...(denied === undefined ? [] : [denial(denied)]),
    ...(rule.platforms === "all" ? [] : isMet && !isIndex ? ofIndex.map(optional) : ofIndex),
    ...(rule.platforms === "index" ? [] : [every]),
  ];
  if (isMet) {
    const reason = isIndex && rule.platforms !== "all" ? top.reason : `${every.reason}.`;
    return { ...top, result: "verified", reason, isAccepted: true, requirements };
  }
  const isUnsigned =
    top.result === "unsigned" && children.every(({ result }) => result === "unsigned");
  return {
    ...top,
    result: isUnsigned ? "unsigned" : "failed",
    reason:
      denied === undefined ? `${every.reason}. ${top.reason}` : `The policy denies ${denied}.`,
    isAccepted: rule.level === "audit" && denied === undefined,
    requirements,
  };
}

function isMetBy(platforms: PolicyRule["platforms"], isIndex: boolean, isEach: boolean): boolean {
  switch (platforms) {
    case "index":
      return isIndex;
    case "all":
      return isEach;
    case "index-or-all":
      return isIndex || isEach;
  }
}

/** What the index itself lacks does no harm where every manifest in it is signed. */
function optional(requirement: TrustRequirement): TrustRequirement {
  return requirement.result === "fail" ? { ...requirement, result: "skipped" } : requirement;
}

function describeChildren(children: readonly Child[], bad: readonly Child[]): string {
  if (children.length === 0) return "The index lists no manifest that could be judged";
  if (bad.length === 0) return `All ${children.length} manifests of the index meet the rule`;
  const names = bad.map(({ platform, digest }) => platform ?? digest ?? "").slice(0, 5);
  return `${bad.length} of ${children.length} manifests of the index do not meet the rule: ${names.join(", ")}`;
}

function notJudged(count: number): TrustRequirement {
  const noun = count === 1 ? "1 entry" : `${count} entries`;
  return {
    name: "attestations in the index",
    result: "skipped",
    reason: `${noun} of BuildKit: unsigned, and not judged`,
  };
}
