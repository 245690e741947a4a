import { isPlimsollError } from "@plimsoll/core";
import { ExpansionMeter } from "../decompress/expansion-meter.ts";
import { isDigest } from "../digest.ts";
import type { Image, Layer } from "../image.ts";
import { TarParser } from "../tar/tar-parser.ts";
import { readPackedBytes } from "../walk/layer-source.ts";
import { defaultWalkLimits } from "../walk/limits.ts";
import { readPackedLayer } from "../walk/packed-layer.ts";

/**
 * The invariants of `Image` that this one violates, each a sentence; empty when it keeps them all.
 * Every layer is read to its end: it holds any implementation against what the interface promises.
 */
export async function validateImage(image: Image): Promise<readonly string[]> {
  const faults = [...identityFaults(image), ...layerFaults(image), ...historyFaults(image)];
  for (const layer of image.layers) {
    const fault = await contentFault(layer);
    if (fault) faults.push(`The content of layer ${layer.index} does not hold: ${fault}`);
  }
  return faults;
}

function identityFaults({ imageId, manifestDigest, subject, platform, config }: Image): string[] {
  const faults: string[] = [];
  if (subject.kind === "filesystem") {
    if (imageId !== "" || manifestDigest || subject.digest) faults.push("A folder has a digest");
    return faults;
  }
  if (!isDigest(imageId)) faults.push(`The image ID ${imageId} is not a digest`);
  if (subject.imageId !== imageId) faults.push("The subject has another image ID than the image");
  if (subject.kind === "container") {
    if (manifestDigest || subject.digest) faults.push("A container has a digest of its own");
  } else if (subject.digest !== (manifestDigest ?? imageId)) {
    faults.push("The subject's digest is neither the manifest's nor, without one, the image ID");
  }
  if (manifestDigest !== undefined && !isDigest(manifestDigest)) {
    faults.push(`The manifest's digest ${manifestDigest} is not a digest`);
  }
  if (platform.os !== config.os || platform.architecture !== config.architecture) {
    faults.push("The platform is not the configuration's");
  }
  return faults;
}

function layerFaults({ layers, config }: Image): string[] {
  const faults: string[] = [];
  if (layers.length !== config.diffIds.length) {
    faults.push(`There are ${layers.length} layers and ${config.diffIds.length} diffIDs`);
  }
  for (const [index, { diffId, digest, sizeBytes, ...layer }] of layers.entries()) {
    if (layer.index !== index) faults.push(`Layer ${index} says that it is layer ${layer.index}`);
    if (diffId !== config.diffIds[index]) {
      faults.push(`Layer ${index} has another diffID than the configuration`);
    }
    if (diffId !== "" && !isDigest(diffId)) faults.push(`The diffID ${diffId} is not a digest`);
    if (digest !== undefined && !isDigest(digest)) faults.push(`${digest} is not a digest`);
    if (sizeBytes !== undefined && !(sizeBytes >= 0)) faults.push(`Layer ${index} has no size`);
  }
  return faults;
}

function historyFaults({ config: { history, diffIds } }: Image): string[] {
  const made = history.filter(({ emptyLayer }) => !emptyLayer).length;
  if (history.length === 0 || made === diffIds.length) return [];
  return [`The history made ${made} layers, and there are ${diffIds.length}`];
}

async function contentFault(layer: Layer): Promise<string | undefined> {
  try {
    const content = await layer.content();
    // A pseudo layer: nothing is promised of its bytes.
    if (layer.diffId === "") return content.kind === "stream" ? "it has no diffID" : undefined;
    if (content.kind === "folder") return "it is a folder";
    const nobody = {
      entry: () => undefined,
      content: () => undefined,
      piece: () => undefined,
      problem: () => {},
      expand: () => {},
    };
    const parser = new TarParser(nobody, defaultWalkLimits);
    const meter = new ExpansionMeter(defaultWalkLimits);
    await readPackedLayer(layer, readPackedBytes(content), parser, meter);
    return undefined;
  } catch (error) {
    return isPlimsollError(error) ? `${error.code}, ${error.message}` : String(error);
  }
}
