import { type Incomplete, isPlimsollError, toPlimsollError } from "@plimsoll/core";
import type { Manifest, Reference, RegistryClient, RequestOptions } from "@plimsoll/registry";
import { readSbom, type Sbom } from "../sbom/read-sbom.ts";
import { type Attachment, attachmentsOf, isSbomBlob, isSbomReferrer } from "./kinds.ts";

/** A bill of materials that lies beside an image in its registry. Its signature was not verified. */
export interface AttachedSbom {
  sbom: Sbom;
  /**
   * How it is attached: as a referrer (distribution-spec 1.1), under cosign's tags
   * `sha256-….sbom` and `.att`, or as BuildKit's attestation in the image's index.
   */
  how: "referrer" | "tag" | "attestation";
  /** Digest of the blob. */
  digest: string;
  mediaType: string;
}

/** What lies beside an image, and what of it could not be read. */
export interface AttachedSboms {
  sboms: AttachedSbom[];
  incomplete: Incomplete[];
}

const mostAttachments = 32;
const mostBytes = 64 * 1024 * 1024;

/**
 * Fetches the bills of materials that are attached to an image: referrers, attestations in its
 * index, cosign's tags. Their digests are verified; **who made them is not**.
 *
 * @param reference names the repository, and the index where there is one
 * @param digest of the image's manifest
 * @throws PlimsollError what the registry's client throws for the image itself
 */
export async function listAttachedSboms(
  client: RegistryClient,
  reference: Reference,
  digest: string,
  options: RequestOptions = {},
): Promise<AttachedSboms> {
  const { registry, repository } = reference;
  const root = await client.getManifest(reference, options);
  const incomplete: Incomplete[] = [];
  const attempt = async <T>(what: string, work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work();
    } catch (cause) {
      if (isPlimsollError(cause) && cause.code === "ABORTED") throw cause;
      if (isPlimsollError(cause) && cause.code === "NOT_FOUND") return undefined;
      const { code, message } = toPlimsollError(cause, "INTERNAL", "It could not be read");
      incomplete.push({ code, what, why: message });
      return undefined;
    }
  };
  const manifestOf = (name: Pick<Reference, "digest" | "tag">) =>
    attempt(`${repository} ${name.digest ?? name.tag}`, () =>
      client.getManifest({ registry, repository, ...name }, options),
    );

  const sboms: AttachedSbom[] = [];
  const seen = new Set<string>();
  for await (const { how, manifest } of holdersOf({
    client,
    reference,
    root,
    digest,
    options,
    manifestOf,
    attempt,
  })) {
    for (const blob of attachmentsOf(manifest.json.layers).filter(isSbomBlob)) {
      if (seen.has(blob.digest) || seen.size >= mostAttachments) continue;
      seen.add(blob.digest);
      const sbom = await attempt(`bill of materials ${blob.digest}`, async () =>
        readSbom(
          (
            await client.getSmallBlob(reference, blob, { ...options, maxBytes: mostBytes })
          ).toString("utf8"),
        ),
      );
      if (sbom) sboms.push({ sbom, how, digest: blob.digest, mediaType: blob.mediaType });
    }
  }
  return { sboms, incomplete };
}

interface Search {
  client: RegistryClient;
  reference: Reference;
  root: Manifest;
  digest: string;
  options: RequestOptions;
  manifestOf(name: Pick<Reference, "digest" | "tag">): Promise<Manifest | undefined>;
  attempt<T>(what: string, work: () => Promise<T>): Promise<T | undefined>;
}

/** The manifests whose blobs may be bills of materials. */
async function* holdersOf(
  search: Search,
): AsyncGenerator<{ how: AttachedSbom["how"]; manifest: Manifest }> {
  const { client, reference, root, digest, options, manifestOf, attempt } = search;
  for (const subject of new Set([digest, root.digest])) {
    const referrers = await attempt(`referrers of ${subject}`, () =>
      client.getReferrers(reference, subject, options),
    );
    for (const found of attachmentsOf(referrers).filter(isSbomReferrer).slice(0, mostAttachments)) {
      const manifest = await manifestOf({ digest: found.digest });
      if (manifest) yield { how: "referrer", manifest };
    }
  }
  const attestations = attachmentsOf(root.json.manifests).filter((one) =>
    isAttestationOf(one, digest),
  );
  for (const { digest: name } of attestations.slice(0, mostAttachments)) {
    const manifest = await manifestOf({ digest: name });
    if (manifest) yield { how: "attestation", manifest };
  }
  for (const ending of ["sbom", "att"]) {
    const manifest = await manifestOf({ tag: `${digest.replace(":", "-")}.${ending}` });
    if (manifest) yield { how: "tag", manifest };
  }
}

/** BuildKit, docs/attestations/attestation-storage.md */
function isAttestationOf({ annotations }: Attachment, digest: string): boolean {
  return (
    annotations["vnd.docker.reference.type"] === "attestation-manifest" &&
    annotations["vnd.docker.reference.digest"] === digest
  );
}
