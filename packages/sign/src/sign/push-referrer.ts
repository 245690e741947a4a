import {
  bundleContentAnnotation,
  bundlePredicateAnnotation,
  bundleType,
  createdAnnotation,
  emptyType,
  ociManifestType,
} from "../cosign/media-types.ts";
import { requestOptions } from "../verify/source.ts";
import type { Signing } from "./signer.ts";

/**
 * Attaches a bundle to the image as a referrer, as cosign 3 does. Where the registry keeps no list of
 * referrers of its own, the client enters it into the index under the subject's tag, once.
 *
 * @returns the digest of the manifest that carries it
 */
export async function pushReferrer(
  bundle: Buffer,
  predicateType: string,
  signing: Pick<Signing, "client" | "reference" | "subject" | "signal">,
): Promise<string> {
  const { client, reference, subject } = signing;
  const options = requestOptions(signing);
  const layer = await client.putBlob(reference, bundle, options);
  const config = await client.putBlob(reference, Buffer.from("{}"), options);
  const manifest = {
    schemaVersion: 2,
    mediaType: ociManifestType,
    artifactType: bundleType,
    config: { mediaType: emptyType, ...config },
    layers: [{ mediaType: bundleType, ...layer }],
    subject,
    annotations: {
      [bundleContentAnnotation]: "dsse-envelope",
      [bundlePredicateAnnotation]: predicateType,
      // RFC 3339 to the second, as cosign writes it.
      [createdAnnotation]: new Date().toISOString().replace(/\.\d+Z$/, "Z"),
    },
  };
  const bytes = Buffer.from(JSON.stringify(manifest));
  const { registry, repository } = reference;
  const name = { registry, repository };
  return (await client.putManifest(name, bytes, ociManifestType, options)).digest;
}
