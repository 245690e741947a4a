import { type PlimsollError, toPlimsollError } from "@plimsoll/core";
import { throwIfAborted } from "../abort.ts";
import { ExpansionMeter } from "../decompress/expansion-meter.ts";
import { sniffBytes, sniffCompression } from "../decompress/sniff.ts";
import { openFile } from "../file.ts";
import type { LayerContent } from "../image.ts";
import type { Inspector } from "../inspector.ts";
import { readTarFile } from "../tar/tar-file.ts";
import type { TarHandler } from "../tar/tar-handler.ts";
import { TarParser } from "../tar/tar-parser.ts";
import { changesOnly } from "./changes-only.ts";
import { LayerCollector } from "./layer-collector.ts";
import { encodeRefusal } from "./layer-record.ts";
import { readPackedBytes } from "./layer-source.ts";
import type { WalkLimits } from "./limits.ts";
import { type LayerIdentity, readPackedLayer } from "./packed-layer.ts";
import { readFolder } from "./read-folder.ts";

/** Each look decompresses the layer anew. */
export const mostLooks = 4;

export interface LayerWalkOptions {
  inspectors: readonly Inspector[];
  limits: WalkLimits;
  signal?: AbortSignal | undefined;
}

export interface WalkedLayer {
  /** An encoded `LayerRecord`. */
  record: Uint8Array;
  /** Its digests were computed over all of its bytes, and hold. */
  isVerified: boolean;
  /** Read to its end: the record has everything that these inspectors can find. */
  isComplete: boolean;
}

/**
 * Walks one layer once. Whatever is wrong with it ends in the record's `incomplete`; what was read
 * until then is kept, unless its digest shows that it is not the layer asked for.
 *
 * `openContent` is called again when a hard link is wanted whose target went by unread, or when an
 * inspector asks for bytes of a file that went by.
 *
 * @throws PlimsollError `ABORTED`, nothing else
 */
export async function walkLayer(
  layer: LayerIdentity,
  openContent: () => Promise<LayerContent>,
  options: LayerWalkOptions,
): Promise<WalkedLayer> {
  const { inspectors, limits, signal } = options;
  let meter = new ExpansionMeter(limits);
  const collector = new LayerCollector(inspectors, limits, layer.diffId, (it) => meter.expand(it));
  const look = async (handler: TarHandler) => {
    meter = new ExpansionMeter(limits);
    const content = await openContent();
    return readContent(layer, content, handler, meter, options, () => {
      collector.canSeek = true;
    });
  };
  try {
    const isVerified = await look(collector);
    for (let looks = 1; looks < mostLooks && collector.needsSecondLook; looks += 1) {
      await look(collector.secondLook());
    }
    collector.abandonMissed();
    return { record: collector.encode(), isVerified, isComplete: true };
  } catch (error) {
    throwIfAborted(signal);
    const fault = toPlimsollError(error, "INTERNAL", "The layer cannot be read");
    return { record: encodeFaulty(layer, collector, fault), isVerified: false, isComplete: false };
  }
}

function encodeFaulty(layer: LayerIdentity, collector: LayerCollector, fault: PlimsollError) {
  const what = layer.diffId || "the folder";
  if (fault.code === "DIGEST_MISMATCH") {
    return encodeRefusal({ code: fault.code, what, why: fault.message, layer: layer.diffId });
  }
  collector.report(fault.code, what, fault.message);
  return collector.encode();
}

/** Resolves to whether the digests were verified. */
async function readContent(
  layer: LayerIdentity,
  content: LayerContent,
  handler: TarHandler,
  meter: ExpansionMeter,
  { limits, signal }: LayerWalkOptions,
  onSeekable: () => void,
): Promise<boolean> {
  if (content.kind === "folder") {
    onSeekable();
    await readFolder(content, handler, limits, signal);
    return false;
  }
  const changes = content.kind === "file" ? content.changes : undefined;
  const isFirstLook = handler instanceof LayerCollector;
  // Hard links of the changes may lead to files that are none: a second look is for certain files.
  const shown = changes && isFirstLook ? changesOnly(changes, handler) : handler;
  const parser = new TarParser(shown, limits);
  if (content.kind === "file" && (await isPlain(content))) {
    onSeekable();
    await readPlainFile(content, parser, meter, signal);
    return false;
  }
  const isVerified = content.kind === "stream" && content.isVerified === true;
  const expected = isVerified ? { diffId: layer.diffId } : layer;
  await readPackedLayer(expected, readPackedBytes(content), parser, meter, signal);
  return true;
}

async function isPlain(content: LayerContent & { kind: "file" }): Promise<boolean> {
  const file = await openFile(content.path);
  try {
    const head = Buffer.alloc(sniffBytes);
    await file.read(head, 0, Math.min(sniffBytes, content.length), content.offset);
    return sniffCompression(head) === "none";
  } finally {
    await file.close();
  }
}

// Plain archives are seeked through. That reads a hundredth of their bytes, so their digest stays
// unknown: hashing alone would take five times as long as the walk.
async function readPlainFile(
  content: LayerContent & { kind: "file" },
  parser: TarParser,
  meter: ExpansionMeter,
  signal: AbortSignal | undefined,
): Promise<void> {
  const file = await openFile(content.path);
  try {
    // Holes of sparse files are bounded against the archive's size.
    meter.packedBytes = content.length;
    await readTarFile(file, content, parser, signal);
  } finally {
    await file.close();
  }
}
