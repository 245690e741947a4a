import type { BlobRange, Layer } from "../image.ts";

/** Reads a layer's bytes as stored. */
export interface BlobReader {
  /** Bytes of the whole blob. */
  readonly size: number;
  /** @throws NoRanges, and what the source throws */
  read(range: BlobRange): Promise<Buffer>;
}

/** The source serves whole blobs only. */
export class NoRanges extends Error {}

/** `undefined` for a layer whose source has no ranges. */
export function openBlobReader(
  layer: Layer,
  signal: AbortSignal | undefined,
): BlobReader | undefined {
  const { sizeBytes, readRange } = layer;
  if (sizeBytes === undefined || readRange === undefined) return undefined;
  return {
    size: sizeBytes,
    async read(range) {
      const bytes = await readRange.call(layer, range, signal);
      if (bytes === undefined) throw new NoRanges("The source serves no ranges");
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    },
  };
}
