import type { Trust, TrustSignature } from "@plimsoll/core";
import type { Reference, RegistryClient } from "@plimsoll/registry";
import { requireSha256 } from "../cosign/digest.ts";
import { formatRepository } from "../cosign/repository.ts";
import { discoverDct } from "../dct/discover.ts";
import type { DctTrust } from "../dct/trust.ts";
import type { PublicKey } from "../keys/public-key.ts";
import { type ImageName, toReference } from "../reference.ts";
import { check } from "./check.ts";
import { concludeTrust, type SubjectSignatures } from "./conclude.ts";
import { discoverBundles } from "./discover-bundles.ts";
import { discoverClassic } from "./discover-classic.ts";
import { resolveIndex } from "./resolve-index.ts";
import { inRepository, requestOptions } from "./source.ts";

export interface VerifyOptions {
  client: RegistryClient;
  /** The image as it was asked for. */
  reference: ImageName;
  /**
   * Digest of the manifest that was resolved already; default: that of the reference, else the tag
   * is resolved, once. Use `Trust.digest` from then on, never the tag again.
   */
  digest?: string | undefined;
  /** Any of them may have signed. Without any, signatures are listed and not checked. */
  keys: readonly PublicKey[];
  /** Asks the Notary server too: whether the tag was signed for the digest (Docker Content Trust). */
  dct?: DctTrust | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Says whether an image is signed by one of the keys: by a classic cosign signature or by a Sigstore
 * bundle, on its manifest or on the index that the reference names. One signature that verifies is
 * enough; broken ones beside it are listed with their faults.
 *
 * @throws PlimsollError only when the registry cannot be asked (`UNREACHABLE`, `UNAUTHORIZED` …),
 * the image does not exist (`NOT_FOUND`), its name is not valid (`INVALID_REFERENCE`), its digest is
 * not SHA-256 (`UNSUPPORTED`), or the signal fired (`ABORTED`)
 */
export async function verifyImage(options: VerifyOptions): Promise<Trust> {
  const reference = toReference(options.reference);
  const digest = requireSha256(await resolveDigest(options, reference));
  const image = await discover(options, reference, digest);
  const asked = options.keys.length + (options.dct === undefined ? 0 : 1);
  if (image.signatures.some(({ result }) => result === "verified")) {
    return concludeTrust(image, undefined, asked);
  }
  const indexDigest = await resolveIndex(options.client, reference, digest, options.signal);
  const index =
    indexDigest === undefined ? undefined : await discover(options, reference, indexDigest);
  return concludeTrust(image, index && viaIndex(index, digest), asked);
}

async function resolveDigest(
  { client, digest, signal }: VerifyOptions,
  reference: Reference,
): Promise<string> {
  if (digest !== undefined) return digest;
  if (reference.digest !== undefined) return reference.digest;
  return (await client.getManifest(reference, requestOptions({ signal }))).digest;
}

async function discover(
  { client, keys, dct, signal }: VerifyOptions,
  reference: Reference,
  digest: string,
): Promise<SubjectSignatures> {
  const repository = formatRepository(reference);
  const question = { digest, repository, tag: reference.tag, keys, dct };
  const source = { client, reference: inRepository(reference, { digest }), question, signal };
  const [classic, bundles, notary] = await Promise.all([
    discoverClassic(source),
    discoverBundles(source),
    discoverDct(source),
  ]);
  return {
    digest,
    signatures: [...classic.signatures, ...bundles.signatures, ...notary],
    attestations: [...classic.attestations, ...bundles.attestations],
    unopened: classic.unopened + bundles.unopened,
  };
}

/** Adds to each signature on an index how it covers the image. */
function viaIndex(index: SubjectSignatures, imageDigest: string): SubjectSignatures {
  const reason = "The signed index lists the image by its digest";
  const listed = check("index-entry", "pass", reason, imageDigest);
  const signatures = index.signatures.map(
    (signature): TrustSignature => ({ ...signature, checks: [...signature.checks, listed] }),
  );
  return { ...index, signatures };
}
