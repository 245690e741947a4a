import { isPlimsollError, type Platform, PlimsollError } from "@plimsoll/core";
import type { Descriptor } from "@plimsoll/registry";
import { digestOf, verifyDigest } from "../digest.ts";
import type { Image } from "../image.ts";
import { mediaTypes } from "../media-types.ts";
import { isImage, isIndexType } from "./choose-manifest.ts";
import { parseDescriptors } from "./descriptor.ts";
import { type FileStore, readFileRange, readSmallFile } from "./file-store.ts";
import { parseObject } from "./json.ts";
import { type ManifestStore, openManifestImage } from "./manifest-image.ts";

export interface OciLayoutParts {
  reference: string;
  source: "oci-dir" | "oci-archive";
  store: FileStore;
  /** Tag or digest to choose from the layout. */
  selector: string | undefined;
  platform: Platform | undefined;
  signal: AbortSignal | undefined;
  close: () => Promise<void>;
}

/**
 * Opens an image of a layout (image-spec, image-layout.md).
 *
 * @throws PlimsollError as `openManifestImage`; `INVALID_REFERENCE` when a tag is needed
 */
export async function openOciLayout(parts: OciLayoutParts): Promise<Image> {
  const { reference, source, store, selector, platform, signal, close } = parts;
  const read = (path: string) => readSmallFile(store, path, signal);
  const blobs = layoutBlobs(store, reference, signal);
  const bytes = await readIndex(read, reference);
  const index = parseObject(bytes, "index.json", reference);
  const chosen = choose(parseDescriptors(index.manifests, reference), selector, reference);
  const [only] = chosen;
  const root =
    only && chosen.length === 1
      ? await blobs.fetchManifest(only)
      : {
          bytes,
          digest: digestOf(bytes),
          mediaType: mediaTypes.oci.index,
          json: { manifests: chosen },
        };
  return openManifestImage({
    reference,
    source,
    root,
    platform,
    close,
    store: blobs,
  });
}

/** Manifests, configurations and layers of a layout, as `blobs/sha256/…`. */
export function layoutBlobs(
  store: FileStore,
  reference: string,
  signal: AbortSignal | undefined,
): ManifestStore {
  const read = (path: string) => readSmallFile(store, path, signal);
  return {
    async fetchManifest({ digest, mediaType }) {
      const bytes = await read(blobPath(digest));
      verifyDigest(bytes, digest, "A manifest");
      return { bytes, digest, mediaType, json: parseObject(bytes, "A manifest", reference) };
    },
    fetchBlob: ({ digest }) => read(blobPath(digest)),
    layerContent:
      ({ digest }) =>
      () =>
        store.locate(blobPath(digest)),
    layerRange:
      ({ digest }) =>
      (range) =>
        readFileRange(store, blobPath(digest), range),
  };
}

async function readIndex(read: (path: string) => Promise<Buffer>, subject: string) {
  try {
    return await read("index.json");
  } catch (cause) {
    if (!isPlimsollError(cause) || cause.code !== "NOT_FOUND") throw cause;
    throw new PlimsollError("NOT_FOUND", "The layout has no index.json", {
      subject,
      action: "Point at what holds index.json; for the output of docker save use docker-archive:",
      cause,
    });
  }
}

// Several entries with one name, or with none, are the platforms of one image.
function choose(
  descriptors: readonly Descriptor[],
  selector: string | undefined,
  subject: string,
): Descriptor[] {
  const images = descriptors.filter((it) => isImage(it) || isIndexType(it.mediaType));
  const chosen =
    selector === undefined
      ? images
      : images.filter((it) => it.digest === selector || namesOf(it).includes(selector));
  const names = new Set(images.map((it) => namesOf(it)[0]));
  const shown = [...names].filter((name) => name !== undefined).slice(0, 20);
  if (chosen.length === 0) {
    throw new PlimsollError("NOT_FOUND", "The layout has no such image", {
      subject,
      action: shown.length > 0 ? `It has ${shown.join(", ")}.` : "It has no tagged image.",
    });
  }
  if (selector !== undefined || names.size === 1) return chosen;
  throw new PlimsollError("INVALID_REFERENCE", "The layout has several images", {
    subject,
    action: `Add a colon and one of ${shown.join(", ")}, or @ and a digest.`,
  });
}

function namesOf({ annotations = {} }: Descriptor): string[] {
  const name = annotations["org.opencontainers.image.ref.name"];
  const containerd = annotations["io.containerd.image.name"];
  return [name, containerd].filter((it) => it !== undefined);
}

function blobPath(digest: string): string {
  return `blobs/${digest.replace(":", "/")}`;
}
