import type { Manifest, Reference, RegistryClient } from "@plimsoll/registry";
import { isJsonObject } from "../encoding/json.ts";
import { limits } from "../limits.ts";
import { isContentFault } from "./check.ts";
import { requestOptions } from "./source.ts";

/**
 * The digest of the index that the reference names, when that index lists the manifest `digest`:
 * who signs an index signs every manifest in it, because it names each by its digest.
 *
 * @returns `undefined` when the reference names no such index, or nothing
 */
export async function resolveIndex(
  client: RegistryClient,
  reference: Reference,
  digest: string,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  if (reference.digest === digest) return undefined;
  let manifest: Manifest;
  try {
    manifest = await client.getManifest(reference, requestOptions({ signal }));
  } catch (error) {
    if (isContentFault(error)) return undefined;
    throw error;
  }
  const { manifests } = manifest.json;
  if (manifest.digest === digest || !Array.isArray(manifests)) return undefined;
  const isListed = manifests
    .slice(0, limits.indexEntries)
    .some((entry: unknown) => isJsonObject(entry) && entry.digest === digest);
  return isListed ? manifest.digest : undefined;
}
