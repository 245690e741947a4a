import type { TrustSignature } from "@plimsoll/core";
import type { Reference, RegistryClient } from "@plimsoll/registry";
import { listAttestations } from "../attestations/list-attestations.ts";
import { check, type Question } from "../verify/check.ts";
import { collectSignatures } from "../verify/collect-signatures.ts";
import { inRepository } from "../verify/source.ts";
import type { Evidence } from "./evaluate.ts";
import type { PolicyRule } from "./policy.ts";
import type { Material } from "./question.ts";
import { toFound } from "./weigh-attestations.ts";

/** One image that is judged by one rule. */
export interface Inquiry {
  readonly client: RegistryClient;
  readonly reference: Reference;
  readonly rule: PolicyRule;
  readonly now: () => number;
  readonly signal: AbortSignal | undefined;
  /** What every question about it has in common. */
  readonly common: Pick<Question, "repository" | "tag" | "now" | "isOffline">;
  /** What signatures are judged with. */
  readonly signatures: Material;
  /** What attestations are judged with. */
  readonly attestations: Material;
}

/** Finds and judges what there is about one manifest; each signature once, whatever the rule asks for. */
export async function gatherEvidence(inquiry: Inquiry, digest: string): Promise<Evidence> {
  const { client, signal } = inquiry;
  const reference = inRepository(inquiry.reference, { digest });
  const question = { ...inquiry.common, ...inquiry.signatures, digest };
  const [found, attestations] = await Promise.all([
    collectSignatures({ client, reference, question, signal }),
    gatherAttestations(inquiry, digest),
  ]);
  const { signatures, unopened } = found;
  return { digests: [digest], signatures, unopened, ...attestations };
}

async function gatherAttestations(
  { client, reference, rule, attestations: { keys, sigstore }, now, signal }: Inquiry,
  digest: string,
): Promise<Pick<Evidence, "attestations" | "unreadable">> {
  if (rule.attestations.length === 0) return { attestations: [], unreadable: [] };
  const listed = await listAttestations({
    client,
    reference: inRepository(reference, { digest }),
    digest,
    keys,
    sigstore,
    now,
    wants: (predicateType) => rule.attestations.some(({ type }) => type === predicateType),
    signal,
  });
  return {
    attestations: listed.attestations.map(toFound),
    unreadable: listed.unreadable.map(({ why }) => why),
  };
}

/** The evidence about a manifest together with that about the index that lists it. */
export function coveredBy(own: Evidence, index: Evidence): Evidence {
  const [digest] = own.digests;
  const reason = "The signed index lists the image by its digest";
  const listed = check("index-entry", "pass", reason, digest);
  return {
    digests: [...own.digests, ...index.digests],
    signatures: [
      ...own.signatures,
      ...index.signatures.map(
        (one): TrustSignature => ({ ...one, checks: [...one.checks, listed] }),
      ),
    ],
    attestations: [...own.attestations, ...index.attestations],
    unopened: own.unopened + index.unopened,
    unreadable: [...own.unreadable, ...index.unreadable],
  };
}

/** The evidence without what was found for the manifest itself. */
export function withoutOwn({ digests }: Evidence): Evidence {
  return { digests, signatures: [], attestations: [], unopened: 0, unreadable: [] };
}
