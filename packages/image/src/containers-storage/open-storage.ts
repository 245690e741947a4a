import { access } from "node:fs/promises";
import { type Platform, PlimsollError } from "@plimsoll/core";
import { digestOf, verifyDigest } from "../digest.ts";
import type { Image, LayerContent } from "../image.ts";
import { assembleImage, platformOf, type StoredLayer } from "../open/assemble-image.ts";
import { parseDescriptor } from "../open/descriptor.ts";
import { parseObject } from "../open/json.ts";
import { verifyPlatform } from "../open/manifest-image.ts";
import { parseImageConfig } from "../open/parse-config.ts";
import { findImage } from "./find-image.ts";
import { currentEnvironment, locateStores } from "./locate-stores.ts";
import { parseStorageReference } from "./reference.ts";
import { Store, type StoredDiff } from "./store.ts";
import { reassembleTar } from "./tar-split.ts";

/** More layers than this no runtime mounts. */
const layerLimit = 1000;

/**
 * Opens an image of the local store of Podman, Buildah, CRI-O or skopeo, read from its files: no
 * program of theirs is needed.
 *
 * @throws PlimsollError `NOT_FOUND`, `INVALID_REFERENCE`, `READ_FAILED`, `MALFORMED`,
 * `DIGEST_MISMATCH`, `UNSUPPORTED`, `LIMIT_EXCEEDED`, `INVALID_CONFIG`
 */
export async function openStorageImage(
  reference: string,
  rest: string,
  platform: Platform | undefined,
): Promise<Image> {
  const { place, image: wanted } = parseStorageReference(rest);
  const places = place ? [place] : await locateStores(currentEnvironment());
  const opened = await Promise.all(places.map((it) => Store.open(it)));
  const stores = opened.filter((store) => store !== undefined);
  if (stores.length === 0) {
    throw new PlimsollError("NOT_FOUND", "There is no store of images", {
      subject: places.map(({ root }) => root).join(", "),
      action: "Name it, e.g. containers-storage:[overlay@/var/lib/containers/storage]IMAGE.",
    });
  }
  const { store, image } = await findImage(stores, wanted, reference);
  const manifest = await requireData(store, image.id, "manifest", reference);
  const { config: described } = parseObject(manifest, "The manifest", reference);
  const descriptor = parseDescriptor(described, reference);
  const bytes = await requireData(store, image.id, descriptor.digest, reference);
  verifyDigest(bytes, descriptor.digest, "The image's configuration");
  const config = parseImageConfig(bytes, reference);
  if (platform) verifyPlatform(platformOf(config), platform, reference);
  return assembleImage({
    reference,
    source: "containers-storage",
    config,
    imageId: descriptor.digest,
    manifestDigest: digestOf(manifest),
    layers: await layersOf(stores, image.layer, reference),
    close: async () => {},
  });
}

async function requireData(store: Store, id: string, key: string, subject: string) {
  const bytes = await store.bigData(id, key);
  if (bytes) return bytes;
  throw new PlimsollError("NOT_FOUND", `The store has no ${key} of the image`, {
    subject,
    action: "Of a manifest list, name one of its images; else pull the image again.",
  });
}

async function layersOf(
  stores: readonly Store[],
  newest: string | undefined,
  subject: string,
): Promise<StoredLayer[]> {
  const layers = new Map<string, { store: Store; diff: StoredDiff }>();
  for (const store of [...stores].reverse()) {
    for (const [id, diff] of await store.layers()) layers.set(id, { store, diff });
  }
  const found: StoredLayer[] = [];
  for (let id = newest; id !== undefined; ) {
    const layer = layers.get(id);
    if (layer === undefined || found.length === layerLimit) {
      throw new PlimsollError("MALFORMED", `The store has no layer ${id}, or too many of them`, {
        subject,
        action: "Pull the image again.",
      });
    }
    const { store, diff } = layer;
    found.unshift({
      ...(diff.sizeBytes !== undefined && { sizeBytes: diff.sizeBytes }),
      content: () => contentOf(store, diff),
    });
    id = diff.parent;
  }
  return found;
}

async function contentOf(store: Store, { id, parent }: StoredDiff): Promise<LayerContent> {
  const tarSplit = store.tarSplitPath(id);
  const files = store.filesPath(id);
  if (await exists(tarSplit)) return { kind: "stream", stream: reassembleTar(tarSplit, files) };
  // Nothing lies below the oldest layer that it could delete.
  const isOverlay = parent !== undefined;
  if (store.isOverlay) return { kind: "folder", path: files, ...(isOverlay && { isOverlay }) };
  throw new PlimsollError("UNSUPPORTED", "The store does not tell this layer from those below it", {
    subject: id,
    action: "Save the image, and use docker-archive: or oci-archive:.",
  });
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
