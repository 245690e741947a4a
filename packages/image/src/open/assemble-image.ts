import { type Platform, PlimsollError, type Subject } from "@plimsoll/core";
import type { ImageConfig } from "../config.ts";
import type { Image, Layer } from "../image.ts";

/** A layer as its source knows it. */
export type StoredLayer = Pick<
  Layer,
  "digest" | "mediaType" | "annotations" | "sizeBytes" | "content" | "readRange"
>;

export interface ImageParts {
  reference: string;
  source: NonNullable<Subject["source"]>;
  config: ImageConfig;
  imageId: string;
  manifestDigest?: string;
  annotations?: Readonly<Record<string, string>>;
  /** Oldest first. */
  layers: readonly StoredLayer[];
  close: () => Promise<void>;
}

/**
 * Puts an image together from what a source has.
 *
 * @throws PlimsollError `MALFORMED` when the source has another number of layers than the
 * configuration
 */
export function assembleImage(parts: ImageParts): Image {
  const { reference, source, config, imageId, manifestDigest, close } = parts;
  if (parts.layers.length !== config.diffIds.length) {
    throw new PlimsollError(
      "MALFORMED",
      `The image has ${parts.layers.length} layers, its configuration ${config.diffIds.length}`,
      { subject: reference },
    );
  }
  const platform = platformOf(config);
  const instructions = instructionsOf(config);
  const layers = parts.layers.map((layer, index): Layer => {
    const createdBy = instructions[index];
    return { ...layer, index, diffId: config.diffIds[index]!, ...(createdBy && { createdBy }) };
  });
  const subject: Subject = {
    kind: "image",
    reference,
    source,
    digest: manifestDigest ?? imageId,
    imageId,
    platform,
    ...(config.created && { created: config.created }),
  };
  return {
    subject,
    platform,
    config,
    imageId,
    ...(manifestDigest && { manifestDigest }),
    annotations: parts.annotations ?? {},
    layers,
    close,
  };
}

/** The platform that a configuration states. */
export function platformOf({ os, architecture, variant }: ImageConfig): Platform {
  return { os, architecture, ...(variant && { variant }) };
}

// A history that does not fit the layers tells nothing about any of them.
function instructionsOf({ history, diffIds }: ImageConfig): (string | undefined)[] {
  const made = history.filter(({ emptyLayer }) => !emptyLayer);
  return made.length === diffIds.length ? made.map(({ createdBy }) => createdBy) : [];
}
