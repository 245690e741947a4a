import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { toPlimsollError } from "@plimsoll/core";
import type { ImageSpec } from "./image-spec.ts";
import { type PackedImage, packImage, packIndex } from "./pack-image.ts";

export interface OciLayoutOptions {
  /** Written as the annotation `org.opencontainers.image.ref.name`; default `latest`. */
  tag?: string;
}

/** What was written. */
export interface WrittenImage {
  /** Digest of the manifest, or of the index when several images were given. */
  digest: string;
  images: readonly PackedImage[];
}

/**
 * Writes an OCI image layout (image-spec, image-layout.md) into a folder, which is made when it
 * does not exist. Several images go into an index, one for each platform.
 *
 * @throws PlimsollError `INVALID_ARGUMENT`, `WRITE_FAILED`
 */
export async function writeOciLayout(
  directory: string,
  spec: ImageSpec | readonly ImageSpec[],
  options: OciLayoutOptions = {},
): Promise<WrittenImage> {
  const { files, written } = packOciLayout(spec, options);
  try {
    await mkdir(join(directory, "blobs/sha256"), { recursive: true });
    for (const [path, bytes] of files) await writeFile(join(directory, path), bytes);
  } catch (error) {
    throw toPlimsollError(error, "WRITE_FAILED", "The layout cannot be written", {
      subject: directory,
    });
  }
  return written;
}

/** The files of a layout by their path. */
export function packOciLayout(
  spec: ImageSpec | readonly ImageSpec[],
  { tag = "latest" }: OciLayoutOptions = {},
): { files: Map<string, Buffer>; written: WrittenImage } {
  const images = [spec].flat().map((image) => packImage(image as ImageSpec));
  const files = new Map<string, Buffer>();
  const blob = (digest: string, bytes: Buffer) => files.set(blobPath(digest), bytes);
  for (const image of images) {
    for (const { digest, bytes } of image.layers) blob(digest, bytes);
    blob(image.imageId, image.config);
    blob(image.digest, image.manifest);
  }
  const root = images.length === 1 ? rootOfImage(images[0]!) : packIndex(images);
  if (images.length !== 1) blob(root.digest, root.bytes);
  const descriptor = {
    mediaType: root.mediaType,
    digest: root.digest,
    size: root.bytes.length,
    annotations: { "org.opencontainers.image.ref.name": tag },
  };
  const index = { schemaVersion: 2, manifests: [descriptor] };
  files.set("index.json", Buffer.from(JSON.stringify(index)));
  files.set("oci-layout", Buffer.from('{"imageLayoutVersion":"1.0.0"}'));
  return { files, written: { digest: root.digest, images } };
}

function rootOfImage({ mediaType, digest, manifest }: PackedImage) {
  return { mediaType, digest, bytes: manifest };
}

/** Where a layout keeps the blob. */
export function blobPath(digest: string): string {
  return `blobs/${digest.replace(":", "/")}`;
}
