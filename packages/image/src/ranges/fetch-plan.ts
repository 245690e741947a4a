import type { FileEntry, Inspector } from "../inspector.ts";
import type { WalkLimits } from "../walk/limits.ts";
import { rangeLimits } from "./limits.ts";
import type { Chunk } from "./toc.ts";

/** A run of the blob that is fetched at once. */
export interface Fetch {
  start: number;
  end: number;
}

/**
 * Bytes between two wanted chunks that are fetched rather than asking twice: what a connection
 * brings while a request goes to a registry and back.
 */
const gapBytes = 32 * 1024;
/** A fetch ends at the first chunk past this, so that those that wait take little memory. */
const fetchBytes = 4 << 20;

/** How many leading bytes of a file the inspectors want in all, as the walk bounds them. */
export function leadingBytes(
  entry: FileEntry,
  inspectors: readonly Inspector[],
  { fileBytes }: Pick<WalkLimits, "fileBytes">,
): number {
  if (entry.type !== "file" || entry.size === 0) return 0;
  let most = 0;
  for (const inspector of inspectors) most = Math.max(most, wantedBy(inspector, entry));
  return Math.min(most, entry.size, fileBytes);
}

// The walk itself asks again, and reports what is thrown.
function wantedBy(inspector: Inspector, entry: FileEntry): number {
  try {
    return inspector.wants(entry) ?? 0;
  } catch {
    return 0;
  }
}

/** True for a chunk that may be taken into memory. */
export function isUsable({ size, packed }: Chunk): boolean {
  const { chunkBytes, packedChunkBytes } = rangeLimits;
  if (packed === undefined) return size <= chunkBytes;
  const { start, end, innerOffset } = packed;
  return innerOffset + size <= chunkBytes && end - start <= packedChunkBytes;
}

/** Puts neighbouring chunks together. */
export function planFetches(chunks: readonly Chunk[]): Fetch[] {
  const places = chunks.filter(isUsable).flatMap(({ packed }) => packed ?? []);
  const fetches: Fetch[] = [];
  for (const { start, end } of places.sort((a, b) => a.start - b.start)) {
    const last = fetches.at(-1);
    const isNear =
      last && (end <= last.end || (start <= last.end + gapBytes && end - last.start <= fetchBytes));
    if (isNear) last.end = Math.max(last.end, end);
    else fetches.push({ start, end });
  }
  return fetches;
}
