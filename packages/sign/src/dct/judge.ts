import { isPlimsollError, type TrustSignature, type TrustSigner } from "@plimsoll/core";
import type { RegistryClient } from "@plimsoll/registry";
import { sha256Of } from "../cosign/digest.ts";
import { describePublicKey } from "../keys/public-key.ts";
import { check, concludeSignature, type Question } from "../verify/check.ts";
import { findTag, type SignedTag } from "./find-tag.ts";
import { type DctReading, loadRepository } from "./load.ts";
import type { DctRepository } from "./repository.ts";
import type { DctTrust } from "./trust.ts";

/** What is asked about an image: its repository's globally unique name beside the usual question. */
export interface DctQuestion extends Pick<Question, "tag" | "now"> {
  readonly client: RegistryClient;
  readonly gun: string;
  readonly digest: string;
  readonly trust: DctTrust;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Judges an image by Docker Content Trust. A server that cannot be asked is a failed check: it keeps
 * nobody from signatures in other formats.
 *
 * @returns `undefined` when the server knows nothing of the repository
 * @throws PlimsollError `ABORTED`, `KEY_INVALID` and `INVALID_ARGUMENT` for a trust that makes no
 * sense, `READ_FAILED` and `WRITE_FAILED` of the store
 */
export async function judgeDct(question: DctQuestion): Promise<TrustSignature | undefined> {
  try {
    const reading = await loadRepository(question);
    return concludeReading(reading, question.tag, question.digest, question.trust.roles);
  } catch (error) {
    if (!isPlimsollError(error)) throw error;
    if (error.code === "NOT_FOUND") return undefined;
    if (!serverFaults.has(error.code)) throw error;
    const failed = check("server", "fail", error.message, error.subject);
    return concludeSignature("dct", question.digest, [failed]);
  }
}

const serverFaults: ReadonlySet<string> = new Set([
  "UNREACHABLE",
  "UNAUTHORIZED",
  "FORBIDDEN",
  "RATE_LIMITED",
  "SERVER_ERROR",
  "TIMEOUT",
  "UNSUPPORTED",
  "LIMIT_EXCEEDED",
  "MALFORMED",
]);

/** The one signature that a repository's trust data is for an image. */
export function concludeReading(
  { checks, repository }: DctReading,
  tag: string | undefined,
  digest: string,
  roles: readonly string[] | undefined,
): TrustSignature {
  if (repository === undefined) return concludeSignature("dct", digest, checks);
  const { checks: tagChecks, found } = findTag(repository, tag, digest, roles);
  const all = [...checks, ...tagChecks];
  const [key] = found?.role.signers ?? [];
  if (found?.role.document === undefined || key === undefined) {
    return concludeSignature("dct", digest, all);
  }
  const reason = `${found.role.name} is signed by ${found.role.signers.length} of its keys, from the pinned root down`;
  all.push(check("signature", "pass", reason, found.role.signers.map(({ id }) => id).join(", ")));
  const { keyId } = describePublicKey(key.keyObject);
  const carrier = sha256Of(found.role.document.bytes);
  return concludeSignature("dct", carrier, all, keyId, signerOf(repository, found));
}

function signerOf({ gun, server, rootKey }: DctRepository, { tag, role }: SignedTag): TrustSigner {
  const keys = role.signers.map(({ canonicalId }) => canonicalId).join(", ");
  return { kind: "dct", name: role.name, claims: { gun, tag, server, keys, rootKey: rootKey.id } };
}
