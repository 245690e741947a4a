import { gzipSync, zstdCompressSync } from "node:zlib";
import { formatPlatform, type Platform, PlimsollError } from "@plimsoll/core";
import { digestOf } from "../digest.ts";
import type { Compression } from "../image.ts";
import { mediaTypes } from "../media-types.ts";
import type { ImageSpec, LayerSpec } from "./image-spec.ts";
import { writeConfig } from "./write-config.ts";
import { writeTar } from "./write-tar.ts";

/** A stored layer. */
export interface PackedLayer {
  diffId: string;
  /** Digest of the stored bytes. */
  digest: string;
  mediaType: string;
  bytes: Buffer;
  /** The archive, not compressed. */
  tar: Buffer;
}

/** An image as bytes: what a registry or a layout stores. */
export interface PackedImage {
  platform: Platform;
  mediaType: string;
  /** Digest of the manifest. */
  digest: string;
  manifest: Buffer;
  /** Digest of the configuration. */
  imageId: string;
  config: Buffer;
  layers: readonly PackedLayer[];
}

/**
 * Packs an image in memory. The same specification always gives the same digests.
 *
 * @throws PlimsollError `INVALID_ARGUMENT`
 */
export function packImage(spec: ImageSpec): PackedImage {
  const { platform = { os: "linux", architecture: "amd64" }, format = "oci" } = spec;
  const types = mediaTypes[format];
  const layers = spec.layers.map((layer) => packLayer(layer, types.layer));
  const config = writeConfig(
    spec,
    layers.map(({ diffId }) => diffId),
  );
  const imageId = digestOf(config);
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: types.manifest,
      config: { mediaType: types.config, digest: imageId, size: config.length },
      layers: layers.map(({ mediaType, digest, bytes }) => ({
        mediaType,
        digest,
        size: bytes.length,
      })),
      annotations: spec.annotations,
    }),
  );
  return {
    platform,
    mediaType: types.manifest,
    digest: digestOf(manifest),
    manifest,
    imageId,
    config,
    layers,
  };
}

function packLayer(spec: LayerSpec, types: Record<Compression, string>): PackedLayer {
  const { entries = [], compression = "gzip" } = spec;
  const tar = spec.tar ? Buffer.from(spec.tar) : writeTar(entries);
  const bytes = compress(tar, compression);
  const digest = digestOf(bytes);
  return { diffId: digestOf(tar), digest, mediaType: types[compression], bytes, tar };
}

function compress(tar: Buffer, compression: Compression): Buffer {
  if (compression === "gzip") return gzipSync(tar);
  return compression === "zstd" ? zstdCompressSync(tar) : tar;
}

/** The index of several images. */
export function packIndex(
  images: readonly PackedImage[],
  format: "oci" | "docker" = "oci",
): { mediaType: string; digest: string; bytes: Buffer } {
  const platforms = new Set(images.map(({ platform }) => formatPlatform(platform)));
  if (platforms.size !== images.length) {
    throw new PlimsollError("INVALID_ARGUMENT", "Two images of an index have the same platform");
  }
  const mediaType = mediaTypes[format].index;
  const bytes = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType,
      manifests: images.map((image) => ({
        mediaType: image.mediaType,
        digest: image.digest,
        size: image.manifest.length,
        platform: image.platform,
      })),
    }),
  );
  return { mediaType, digest: digestOf(bytes), bytes };
}
