import type { Trust } from "@plimsoll/core";
import { formatReference, type Reference, type RegistryClient } from "@plimsoll/registry";
import { requireSha256 } from "../cosign/digest.ts";
import { formatRepository } from "../cosign/repository.ts";
import type { DctTrust } from "../dct/trust.ts";
import type { PublicKey } from "../keys/public-key.ts";
import type { TrustPolicy } from "../policy/policy.ts";
import { policyOfKeys } from "../policy/policy-of-keys.ts";
import { verifyByPolicy } from "../policy/verify-by-policy.ts";
import { type ImageName, toReference } from "../reference.ts";
import type { SigstoreTrust } from "../sigstore/trust.ts";
import { collectSignatures, viaIndex } from "./collect-signatures.ts";
import { concludeTrust, type SubjectSignatures } from "./conclude.ts";
import { resolveIndex } from "./resolve-index.ts";
import { inRepository, requestOptions } from "./source.ts";

export interface VerifyOptions {
  client: RegistryClient;
  /** The image as it was asked for. */
  reference: ImageName;
  /**
   * Digest of the manifest that was resolved already; default: that of the reference, else the tag
   * is resolved, once. Use `Trust.reference` from then on, never the tag again.
   */
  digest?: string | undefined;
  /** Any of them may have signed. Without any, signatures are listed and not checked. */
  keys?: readonly PublicKey[] | undefined;
  /** Who else may have signed, with short-lived certificates (keyless); default: nobody. */
  sigstore?: SigstoreTrust | undefined;
  /** Asks the Notary server too: whether the tag was signed for the digest (Docker Content Trust). */
  dct?: DctTrust | undefined;
  /** Who must have signed what; `keys`, `sigstore` and `dct` do not count then. */
  policy?: TrustPolicy | undefined;
  /**
   * Of an index: which of its manifests is judged, as `os/architecture[/variant]`, or `all`; default:
   * what the reference names, the index itself.
   */
  platform?: string | undefined;
  /** Milliseconds since 1970; default: the machine's clock. */
  now?: (() => number) | undefined;
  /** Ask nothing but the image's own registry; default: what the policy says. */
  offline?: boolean | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Says whether an image is signed as a policy asks, or by one of the keys: in any of the formats, on
 * its manifest or on the index that the reference names. Broken signatures beside a good one are
 * listed with their faults.
 *
 * @throws PlimsollError only when the registry cannot be asked (`UNREACHABLE`, `UNAUTHORIZED` …),
 * the image or its platform does not exist (`NOT_FOUND`), its name is not valid
 * (`INVALID_REFERENCE`), its digest is not SHA-256 (`UNSUPPORTED`), it has too many platforms
 * (`LIMIT_EXCEEDED`), or the signal fired (`ABORTED`)
 */
export async function verifyImage(options: VerifyOptions): Promise<Trust> {
  const reference = toReference(options.reference);
  const { policy, platform, keys = [] } = options;
  if (policy !== undefined || platform !== undefined) {
    return verifyByPolicy({ ...options, reference, policy: policy ?? policyOfKeys(keys) });
  }
  const accepted =
    keys.length + (options.sigstore?.identities.length ?? 0) + (options.dct === undefined ? 0 : 1);
  const digest = requireSha256(await resolveDigest(options, reference));
  const image = await collect(options, reference, digest);
  if (image.signatures.some(({ result }) => result === "verified")) {
    return named(reference, concludeTrust(image, undefined, accepted));
  }
  const indexDigest = await resolveIndex(options.client, reference, digest, options.signal);
  const index =
    indexDigest === undefined ? undefined : await collect(options, reference, indexDigest);
  return named(reference, concludeTrust(image, index && viaIndex(index, digest), accepted));
}

async function resolveDigest(
  { client, digest, signal }: VerifyOptions,
  reference: Reference,
): Promise<string> {
  if (digest !== undefined) return digest;
  if (reference.digest !== undefined) return reference.digest;
  return (await client.getManifest(reference, requestOptions({ signal }))).digest;
}

function collect(
  { client, keys = [], sigstore, dct, now, offline, signal }: VerifyOptions,
  reference: Reference,
  digest: string,
): Promise<SubjectSignatures> {
  const question = {
    digest,
    repository: formatRepository(reference),
    tag: reference.tag,
    keys,
    sigstore,
    dct,
    now,
    isOffline: offline,
  };
  return collectSignatures({
    client,
    reference: inRepository(reference, { digest }),
    question,
    signal,
  });
}

/** Adds the name by which to pull what was judged. */
function named({ registry, repository }: Reference, trust: Trust): Trust {
  if (trust.digest === undefined) return trust;
  const reference = formatReference({ registry, repository, digest: trust.digest });
  return { ...trust, reference };
}
