import { formatReference, type Reference, type RegistryClient } from "@plimsoll/registry";
import { requireSha256 } from "../cosign/digest.ts";
import { parseLayer } from "../cosign/layer.ts";
import { limits } from "../limits.ts";
import { isIndex, listPlatforms, type PlatformManifest } from "../policy/list-platforms.ts";
import { type ImageName, toReference } from "../reference.ts";
import { requestOptions } from "../verify/source.ts";
import type { DiscoveredArtifact, DiscoveredSubject, Discovery } from "./artifact.ts";
import { describeStatement, listReferrers } from "./list-referrers.ts";
import { listTagged } from "./list-tags.ts";
import { attempt, fetchManifest, type Search } from "./search.ts";

/** A signature of Docker Content Trust: which manifest it names, and by which role. */
export interface NotarySignature {
  readonly digest: string;
  readonly role: string;
}

export interface DiscoverOptions {
  client: RegistryClient;
  /** The image as it was asked for. */
  reference: ImageName;
  /** Asks a Notary server for what it says about the reference's tag; default: none is asked. */
  askNotary?:
    | ((reference: Reference, signal?: AbortSignal) => Promise<readonly NotarySignature[]>)
    | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Lists every signature and attestation of an image in every format, for every platform of an index:
 * cosign's tags, referrers (Sigstore bundles, Notary Project, in-toto), BuildKit's attestations in
 * the index. Nothing is verified.
 *
 * @throws PlimsollError when the registry cannot be asked, the image does not exist (`NOT_FOUND`), or
 * the index lists more than a hundred manifests (`LIMIT_EXCEEDED`); what somebody attached and cannot
 * be read is listed under `faults`
 */
export async function discoverSignatures(options: DiscoverOptions): Promise<Discovery> {
  const { client, signal } = options;
  const reference = toReference(options.reference);
  const search: Search = { client, reference, signal, faults: [] };
  // The tag is asked for once.
  const named = await client.getManifest(reference, requestOptions({ signal }));
  const digest = requireSha256(named.digest);
  const notary = await askNotary(options, reference, search);
  const platforms = isIndex(named) ? await listPlatforms(named, search) : [];
  const subjects: DiscoveredSubject[] = [
    {
      digest,
      kind: isIndex(named) ? "index" : "image",
      artifacts: [...(await listAll(search, digest)), ...notary(digest)],
    },
  ];
  for (const platform of platforms) {
    subjects.push(await describePlatform(search, platform, notary(platform.digest)));
  }
  const { registry, repository } = reference;
  return {
    reference: formatReference({ registry, repository, digest }),
    isVerified: false,
    subjects,
    faults: search.faults,
  };
}

async function describePlatform(
  search: Search,
  { digest, platform, isAttestation }: PlatformManifest,
  notary: readonly DiscoveredArtifact[],
): Promise<DiscoveredSubject> {
  const artifacts = [
    ...(isAttestation ? await listBuildKit(search, digest) : []),
    ...(await listAll(search, digest)),
    ...notary,
  ];
  return {
    digest,
    ...(platform !== undefined && !isAttestation && { platform }),
    kind: isAttestation ? "attestation-manifest" : "image",
    artifacts,
  };
}

async function listAll(search: Search, digest: string): Promise<DiscoveredArtifact[]> {
  const [tagged, referrers] = await Promise.all([
    listTagged(search, digest),
    listReferrers(search, digest),
  ]);
  return [...tagged, ...referrers];
}

/** The statements that BuildKit puts into the index (BuildKit, attestation-storage.md): not signed. */
async function listBuildKit(search: Search, digest: string): Promise<DiscoveredArtifact[]> {
  const manifest = await fetchManifest(search, { digest });
  const layers = manifest?.json.layers;
  return (Array.isArray(layers) ? layers : [])
    .slice(0, limits.signatures)
    .flatMap((value: unknown) => {
      const layer = parseLayer(value);
      if (layer === undefined) return [];
      return describeStatement(layer).map((described) => ({
        ...described,
        digest: layer.digest,
        foundBy: "index" as const,
      }));
    });
}

async function askNotary(
  { askNotary: ask, signal }: DiscoverOptions,
  reference: Reference,
  search: Search,
): Promise<(digest: string) => DiscoveredArtifact[]> {
  const signed = ask && (await attempt(search, "Notary server", () => ask(reference, signal)));
  return (digest) =>
    (signed ?? [])
      .slice(0, limits.signatures)
      .filter((one) => one.digest === digest)
      .map(({ role }) => ({
        kind: "signature",
        format: "dct",
        digest,
        foundBy: "notary",
        signedWith: "key",
        role,
      }));
}
