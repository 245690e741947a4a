import { writeFile } from "node:fs/promises";
import { toPlimsollError } from "@plimsoll/core";
import type { ImageSpec } from "./image-spec.ts";
import { type PackedImage, packImage } from "./pack-image.ts";
import type { TarEntry } from "./tar-entry.ts";
import { blobPath, packOciLayout, type WrittenImage } from "./write-oci-layout.ts";
import { writeTar } from "./write-tar.ts";

export interface DockerArchiveOptions {
  /** `RepoTags`; default `["image:latest"]`. */
  tags?: readonly string[];
  /** `blobs` (default) as Docker 25 and later save, `legacy` with a folder for each layer. */
  layout?: "blobs" | "legacy";
}

/**
 * Writes an archive as `docker save` does. Its layers are plain archives unless the specification
 * names a compression.
 *
 * @throws PlimsollError `INVALID_ARGUMENT`, `WRITE_FAILED`
 */
export async function writeDockerArchive(
  file: string,
  spec: ImageSpec,
  options: DockerArchiveOptions = {},
): Promise<WrittenImage> {
  const { layout = "blobs", tags = ["image:latest"] } = options;
  const layers = spec.layers.map((layer) => ({ compression: "none" as const, ...layer }));
  const image = packImage({ ...spec, layers });
  const entries =
    layout === "legacy"
      ? legacyEntries(image, tags)
      : blobEntries({ ...spec, layers }, image, tags);
  await write(file, writeTar(entries));
  return { digest: image.digest, images: [image] };
}

/**
 * Writes an OCI image layout as one archive.
 *
 * @throws PlimsollError `INVALID_ARGUMENT`, `WRITE_FAILED`
 */
export async function writeOciArchive(
  file: string,
  spec: ImageSpec | readonly ImageSpec[],
  options: { tag?: string } = {},
): Promise<WrittenImage> {
  const { files, written } = packOciLayout(spec, options);
  await write(file, writeTar([...files].map(([path, content]) => ({ path, content }))));
  return written;
}

async function write(file: string, archive: Buffer): Promise<void> {
  try {
    await writeFile(file, archive);
  } catch (error) {
    throw toPlimsollError(error, "WRITE_FAILED", "The archive cannot be written", {
      subject: file,
    });
  }
}

function blobEntries(spec: ImageSpec, image: PackedImage, tags: readonly string[]): TarEntry[] {
  const { files } = packOciLayout(spec);
  const manifest = {
    Config: blobPath(image.imageId),
    RepoTags: tags,
    Layers: image.layers.map(({ digest }) => blobPath(digest)),
  };
  files.set("manifest.json", Buffer.from(JSON.stringify([manifest])));
  return [...files].map(([path, content]) => ({ path, content }));
}

// A layer that occurs twice is stored once, and linked to from its second folder.
function legacyEntries(image: PackedImage, tags: readonly string[]): TarEntry[] {
  const entries: TarEntry[] = [];
  const first = new Map<string, string>();
  const paths = image.layers.map(({ digest, bytes }, index) => {
    const folder = `${index}`.padStart(64, "0");
    const path = `${folder}/layer.tar`;
    const stored = first.get(digest);
    entries.push(
      { path: `${folder}/`, type: "directory" },
      { path: `${folder}/VERSION`, content: "1.0" },
    );
    if (stored) entries.push({ path, type: "symlink", linkTarget: `../${stored}` });
    else entries.push({ path, content: bytes });
    first.set(digest, stored ?? path);
    return path;
  });
  const config = `${image.imageId.slice(image.imageId.indexOf(":") + 1)}.json`;
  const manifest = [{ Config: config, RepoTags: tags, Layers: paths }];
  return [
    ...entries,
    { path: config, content: image.config },
    { path: "manifest.json", content: JSON.stringify(manifest) },
  ];
}
