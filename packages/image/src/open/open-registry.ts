import type { Platform } from "@plimsoll/core";
import type { Reference, RegistryClient, RegistryOptions } from "@plimsoll/registry";
import type { Image } from "../image.ts";
import { openManifestImage } from "./manifest-image.ts";
import type { OpenOptions } from "./options.ts";

/** Opens an image of a registry. Layers are streamed when they are walked, nothing is stored. */
export async function openRegistryImage(
  reference: string,
  name: string,
  platform: Platform | undefined,
  options: OpenOptions,
): Promise<Image> {
  const { signal, progress } = options;
  const { createRegistryClient, parseReference } = await import("@plimsoll/registry");
  const parsed: Reference = parseReference(name);
  const given = isClient(options.registry) ? options.registry : undefined;
  const client = given ?? createRegistryClient(options.registry as RegistryOptions | undefined);
  const close = async () => {
    if (given === undefined) await client.close();
  };
  const request = { ...(signal && { signal }), ...(progress && { progress }) };
  try {
    const root = await client.getManifest(parsed, request);
    return await openManifestImage({
      reference,
      source: "registry",
      root,
      platform,
      close,
      store: {
        fetchManifest: ({ digest }) => client.getManifest(byDigest(parsed, digest), request),
        fetchBlob: (descriptor) => client.getSmallBlob(parsed, descriptor, request),
        layerContent: (descriptor) => async (walkSignal) => ({
          kind: "stream",
          isVerified: true,
          stream: client.getBlob(parsed, descriptor, {
            ...(progress && { progress }),
            ...(walkSignal && { signal: walkSignal }),
          }),
        }),
        layerRange: (descriptor) => (range, walkSignal) =>
          client.getBlobRange(parsed, descriptor, range, {
            ...(walkSignal && { signal: walkSignal }),
          }),
      },
    });
  } catch (error) {
    await close();
    throw error;
  }
}

function isClient(value: OpenOptions["registry"]): value is RegistryClient {
  return value !== undefined && "getManifest" in value;
}

function byDigest({ registry, repository }: Reference, digest: string): Reference {
  return { registry, repository, digest };
}
