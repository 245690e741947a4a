import { join } from "node:path";
import { formatPlatform, type Incomplete } from "@plimsoll/core";
import type { Image } from "@plimsoll/image";
import type { RegistryClient } from "@plimsoll/registry";
import type { Origin } from "@plimsoll/scan";
import { defaultCacheDirectory } from "../check/cache-directory.ts";
import type { CheckContext } from "../check/context.ts";
import type { SourceFile } from "../check/source-files.ts";
import { watch } from "../check/watch.ts";
import { findBaseImage } from "./base-image.ts";
import { openKnownImages } from "./known-images.ts";

/**
 * Finds out where the layers of an image come from: which line of which Dockerfile made them, and
 * which are the base image's. The image itself is remembered as a possible base of others.
 */
export async function attributeImage(
  image: Image,
  client: RegistryClient,
  context: CheckContext,
): Promise<{ origin: Origin; incomplete: Incomplete[] }> {
  if (image.subject.kind !== "image") return { origin: {}, incomplete: [] };
  const { config, options } = context;
  const [{ chainIdsOf, openImage }, { parseReference }, replayed] = await Promise.all([
    import("@plimsoll/image"),
    import("@plimsoll/registry"),
    replay(image, context.dockerfiles),
  ]);
  const known = config.cache.enabled
    ? openKnownImages(join(config.cache.directory ?? defaultCacheDirectory(), "images"))
    : undefined;
  const open = async (reference: string) => {
    const base = await openImage(reference, {
      registry: client,
      platform: formatPlatform(image.platform),
      ...watch(options),
    });
    await base.close();
    return base;
  };
  const registryNamed = (reference: string) => {
    try {
      return parseReference(reference.replace(/^registry:/, "")).registry;
    } catch {
      return undefined;
    }
  };
  const { source } = image.subject;
  const registry = source === "registry" ? registryNamed(image.subject.reference) : undefined;
  const { baseImage, incomplete } = await findBaseImage({
    image,
    option: config.base,
    dockerfile: replayed && { base: replayed.base, baseLayers: replayed.baseLayers },
    known,
    open,
    // What an image says of itself must not send us to hosts of its choice.
    mayFetch: (reference) => registry !== undefined && registry === registryNamed(reference),
  });
  const chainId = chainIdsOf(image.layers.map(({ diffId }) => diffId)).at(-1);
  if (known && chainId !== undefined) {
    const { reference, digest } = image.subject;
    const { imageId, layers } = image;
    await known.remember(
      { reference, ...(digest && { digest }), imageId, layers: layers.length },
      chainId,
    );
  }
  return {
    origin: {
      ...(baseImage && { baseImage }),
      ...(replayed && { dockerfile: { path: replayed.path, lines: replayed.lines } }),
    },
    incomplete,
  };
}

/** The first of the Dockerfiles whose instructions made the image. */
async function replay(image: Image, dockerfiles: readonly SourceFile[]) {
  if (dockerfiles.length === 0) return undefined;
  const { parseDockerfile, replayDockerfile } = await import("@plimsoll/audit");
  for (const { path, text } of dockerfiles) {
    const replayed = replayDockerfile(parseDockerfile(text, path), image.config.history);
    // A history that does not fit the layers tells nothing about any of them.
    if (replayed && replayed.lines.length === image.layers.length) return { ...replayed, path };
  }
  return undefined;
}
