import type { Trust, TrustRequirement } from "@plimsoll/core";
import {
  formatReference,
  type Manifest,
  type Reference,
  type RegistryClient,
} from "@plimsoll/registry";
import { requireSha256 } from "../cosign/digest.ts";
import { formatRepository } from "../cosign/repository.ts";
import { resolveIndex } from "../verify/resolve-index.ts";
import { inRepository, requestOptions } from "../verify/source.ts";
import { chooseRule } from "./choose-rule.ts";
import { deniedDigest } from "./deny.ts";
import { denial, evaluateRule } from "./evaluate.ts";
import { coveredBy, gatherEvidence, type Inquiry, withoutOwn } from "./gather-evidence.ts";
import { choosePlatform, isIndex, listPlatforms } from "./list-platforms.ts";
import type { TrustPolicy } from "./policy.ts";
import { collectMaterial } from "./question.ts";
import { verifyIndex } from "./verify-index.ts";

export interface PolicyVerifyOptions {
  client: RegistryClient;
  reference: Reference;
  policy: TrustPolicy;
  digest?: string | undefined;
  platform?: string | undefined;
  now?: (() => number) | undefined;
  offline?: boolean | undefined;
  signal?: AbortSignal | undefined;
}

/** Judges an image by the rule of the policy that names it; see `verifyImage`. */
export async function verifyByPolicy(options: PolicyVerifyOptions): Promise<Trust> {
  const { policy, reference } = options;
  const { named, digest, indexDigest } = await resolve(options);
  const about = {
    digest,
    reference: formatReference({
      registry: reference.registry,
      repository: reference.repository,
      digest,
    }),
  };
  const chosen = chooseRule(policy, reference);
  if (chosen.rule === undefined) {
    const requirement = { name: "rule", result: "fail" as const, reason: chosen.reason };
    return refused(about, `${chosen.reason}: it is refused.`, [requirement]);
  }
  const { rule, pattern } = chosen;
  const by = { ...about, rule: pattern, level: rule.level };
  if (rule.level === "refuse") {
    const reason = "The policy refuses every image of this name";
    return refused(by, `${reason}.`, [{ name: "rule", result: "fail", reason }]);
  }
  if (rule.level === "skip") {
    const denied = deniedDigest(rule.deny, [digest, indexDigest]);
    if (denied !== undefined) {
      return refused(by, `The policy denies ${denied}.`, [denial(denied)]);
    }
    const reason = "The policy's rule skips this image: nothing was judged.";
    return { result: "notChecked", reason, signatures: [], ...by, isAccepted: true };
  }
  const inquiry = await openInquiry(options, rule);
  if (options.platform === "all" && named !== undefined && isIndex(named)) {
    return { ...(await verifyIndex(named, inquiry)), ...by };
  }
  const own = await gatherEvidence(inquiry, digest);
  const index =
    indexDigest === undefined || rule.platforms === "all"
      ? undefined
      : await gatherEvidence(inquiry, indexDigest);
  const base = rule.platforms === "index" && index !== undefined ? withoutOwn(own) : own;
  const evidence = index === undefined ? base : coveredBy(base, index);
  const digests = [...evidence.digests, ...(indexDigest === undefined ? [] : [indexDigest])];
  const evaluation = evaluateRule(rule, { ...evidence, digests }, inquiry.now());
  return { ...evaluation, ...by };
}

function refused(
  about: Pick<Trust, "digest" | "reference" | "rule" | "level">,
  reason: string,
  requirements: TrustRequirement[],
): Trust {
  return { result: "failed", reason, signatures: [], ...about, isAccepted: false, requirements };
}

/** What is judged. A tag is asked for once; from then on there are only digests. */
interface Resolved {
  digest: string;
  /** What the reference names, where it was fetched. */
  named?: Manifest;
  /** The index that the reference names and that lists `digest`. */
  indexDigest?: string | undefined;
}

async function resolve(options: PolicyVerifyOptions): Promise<Resolved> {
  const { client, reference, digest, platform, signal } = options;
  if (digest !== undefined && platform === undefined) {
    const indexDigest = await resolveIndex(client, reference, requireSha256(digest), signal);
    return { digest, indexDigest };
  }
  const asked = digest === undefined ? reference : inRepository(reference, { digest });
  const named = await client.getManifest(asked, requestOptions({ signal }));
  const resolved = requireSha256(named.digest);
  if (platform === undefined || platform === "all" || !isIndex(named)) {
    return { digest: resolved, named };
  }
  const platforms = await listPlatforms(named, options);
  return { digest: choosePlatform(platforms, platform).digest, indexDigest: resolved };
}

async function openInquiry(options: PolicyVerifyOptions, rule: Inquiry["rule"]): Promise<Inquiry> {
  const { client, reference, policy, signal, now = Date.now } = options;
  const attesters = rule.attestations.flatMap(({ from }) => from);
  const isKeyless = [...rule.signatories, ...attesters].some(({ kind }) => kind === "keyless");
  const roots = isKeyless ? await policy.loadRoots() : [];
  return {
    client,
    reference,
    rule,
    now,
    signal,
    common: {
      repository: formatRepository(reference),
      tag: reference.tag,
      now,
      isOffline: options.offline ?? policy.isOffline,
    },
    signatures: collectMaterial(rule.signatories, rule.level, roots),
    attestations: collectMaterial(attesters, rule.level, roots),
  };
}
