import type { Manifest, Reference, RegistryClient } from "@plimsoll/registry";
import { requireSha256 } from "../cosign/digest.ts";
import { inRepository, requestOptions } from "../verify/source.ts";

/** The manifest that a signature will be about. */
export interface Subject {
  /** By digest. */
  readonly reference: Reference;
  readonly descriptor: {
    readonly mediaType: string;
    readonly digest: string;
    readonly size: number;
  };
  readonly manifest: Manifest;
}

/**
 * Fetches the manifest that is to be signed, once: a tag that moves later changes nothing. Also for a
 * known digest, because a signature for a manifest that is not there helps nobody.
 *
 * @param digest goes before that of the name
 * @throws PlimsollError `NOT_FOUND`, `UNSUPPORTED` for a digest that is not SHA-256, the registry's own
 */
export async function resolveSubject(
  client: RegistryClient,
  named: Reference,
  digest: string | undefined,
  signal: AbortSignal | undefined,
): Promise<Subject> {
  const asked = digest ?? named.digest;
  const name = asked === undefined ? named : inRepository(named, { digest: requireSha256(asked) });
  const manifest = await client.getManifest(name, requestOptions({ signal }));
  const found = requireSha256(manifest.digest);
  return {
    reference: inRepository(named, { digest: found }),
    descriptor: { mediaType: manifest.mediaType, digest: found, size: manifest.bytes.length },
    manifest,
  };
}
