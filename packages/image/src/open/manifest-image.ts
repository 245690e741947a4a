import { type Platform, PlimsollError, type Subject } from "@plimsoll/core";
import type { Descriptor, Manifest } from "@plimsoll/registry";
import { verifyDigest } from "../digest.ts";
import type { Image, Layer } from "../image.ts";
import { assembleImage, platformOf } from "./assemble-image.ts";
import { chooseManifest } from "./choose-manifest.ts";
import { parseDescriptor, parseDescriptors, textRecord } from "./descriptor.ts";
import { isObject } from "./json.ts";
import { parseImageConfig } from "./parse-config.ts";
import { defaultPlatform, platformMissing, rankPlatform } from "./platform.ts";

/** A place that stores manifests and blobs by digest. */
export interface ManifestStore {
  fetchManifest(descriptor: Descriptor): Promise<Manifest>;
  /** Whole blobs of at most 4 MiB; whether the digest holds is verified by the caller. */
  fetchBlob(descriptor: Descriptor): Promise<Buffer>;
  layerContent(descriptor: Descriptor): Layer["content"];
  layerRange(descriptor: Descriptor): NonNullable<Layer["readRange"]>;
}

export interface ManifestImageParts {
  reference: string;
  source: NonNullable<Subject["source"]>;
  /** What the reference names: a manifest or an index. */
  root: Manifest;
  store: ManifestStore;
  platform: Platform | undefined;
  close: () => Promise<void>;
}

/**
 * Opens an image that is stored as manifest, configuration and layers, in a registry or a layout.
 *
 * @throws PlimsollError `NOT_FOUND`, `UNSUPPORTED`, `MALFORMED`, `DIGEST_MISMATCH`,
 * `LIMIT_EXCEEDED`, and what the store throws
 */
export async function openManifestImage(parts: ManifestImageParts): Promise<Image> {
  const { reference, source, root, store, platform, close } = parts;
  const manifest = await chooseManifest(
    root,
    platform ?? defaultPlatform(),
    store.fetchManifest,
    reference,
  );
  refuseSchema1(manifest, reference);
  const configDescriptor = parseDescriptor(manifest.json.config, reference);
  const bytes = await store.fetchBlob(configDescriptor);
  verifyDigest(bytes, configDescriptor.digest, "The image's configuration");
  const config = parseImageConfig(bytes, reference);
  if (platform) verifyPlatform(platformOf(config), platform, reference);
  const layers = parseDescriptors(manifest.json.layers, reference).map((descriptor) => ({
    digest: descriptor.digest,
    sizeBytes: descriptor.size,
    ...(descriptor.mediaType && { mediaType: descriptor.mediaType }),
    ...(descriptor.annotations && { annotations: descriptor.annotations }),
    content: store.layerContent(descriptor),
    readRange: store.layerRange(descriptor),
  }));
  return assembleImage({
    reference,
    source,
    config,
    imageId: configDescriptor.digest,
    manifestDigest: manifest.digest,
    annotations: isObject(manifest.json.annotations) ? textRecord(manifest.json.annotations) : {},
    layers,
    close,
  });
}

/**
 * Holds the configuration against the platform that was asked for.
 *
 * @throws PlimsollError `NOT_FOUND`
 */
export function verifyPlatform(offered: Platform, wanted: Platform, subject: string): void {
  if (rankPlatform(wanted, offered) === 0) throw platformMissing(subject, wanted, [offered]);
}

function refuseSchema1({ mediaType, json }: Manifest, subject: string): void {
  if (!mediaType.includes("docker.distribution.manifest.v1+") && json.schemaVersion !== 1) return;
  throw new PlimsollError("UNSUPPORTED", "The manifest is of Docker's schema 1", {
    subject,
    action: "Push the image again with a client that is younger than 2016.",
  });
}
