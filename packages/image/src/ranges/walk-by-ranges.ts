import { throwIfAborted } from "../abort.ts";
import type { Layer } from "../image.ts";
import { LayerCollector } from "../walk/layer-collector.ts";
import { type LayerWalkOptions, mostLooks, type WalkedLayer } from "../walk/walk-layer.ts";
import { openBlobReader } from "./blob-reader.ts";
import { boundExpansion, ChunkStore } from "./chunk-store.ts";
import { leadingBytes, planFetches } from "./fetch-plan.ts";
import { type PlacedEntry, placeEntry, readEntries } from "./read-entries.ts";
import { readToc } from "./read-toc.ts";

/**
 * Walks a layer by its table of contents: fetches that, and of its files only what the inspectors
 * want. The table is verified by the manifest, each chunk by the table; whether the table tells
 * the same as the archive is not.
 *
 * `undefined` when the layer has no such table, its source serves no ranges, or anything about them
 * is not as it should be: reading the whole layer tells what is true.
 *
 * @throws PlimsollError `ABORTED`, nothing else
 */
export async function walkByRanges(
  layer: Layer,
  options: LayerWalkOptions,
): Promise<WalkedLayer | undefined> {
  try {
    return await walk(layer, options);
  } catch {
    throwIfAborted(options.signal);
    return undefined;
  }
}

async function walk(
  layer: Layer,
  { inspectors, limits, signal }: LayerWalkOptions,
): Promise<WalkedLayer | undefined> {
  const blob = openBlobReader(layer, signal);
  const toc = blob && (await readToc(layer, blob, limits));
  if (toc === undefined) return undefined;
  const expand = boundExpansion(limits.layerBytes);
  const collector = new LayerCollector(inspectors, limits, layer.diffId, expand);
  collector.canSeek = true;
  const entries: PlacedEntry[] = [];
  for (const entry of toc.entries) {
    const placed = placeEntry(entry, limits, collector);
    if (placed) entries.push(placed);
  }
  const wanted = entries.flatMap(({ entry, chunks }) => {
    const bytes = leadingBytes(entry, inspectors, limits);
    return bytes === 0 ? [] : chunks.filter(({ fileOffset }) => fileOffset < bytes);
  });
  const chunks = new ChunkStore(blob!, toc, planFetches(wanted), expand, signal);
  await readEntries(entries, chunks, collector);
  for (let looks = 1; looks < mostLooks && collector.needsSecondLook; looks += 1) {
    await readEntries(entries, chunks, collector.secondLook());
  }
  collector.abandonMissed();
  return { record: collector.encode(), isVerified: false, isComplete: true };
}
