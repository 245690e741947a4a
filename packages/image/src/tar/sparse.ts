import { PlimsollError } from "@plimsoll/core";
import { readNumber } from "./number.ts";

/** A run of stored bytes of a sparse file; the rest of the file is zeros. */
export interface SparseRegion {
  offset: number;
  length: number;
}

/** Most regions that one sparse file may have: its map is held in memory. */
export const sparseRegionLimit = 65_536;

/**
 * The regions in a GNU sparse header (`count` 4 at byte 386) or in an extension block of one
 * (`count` 21 at byte 0). An empty slot ends the list.
 *
 * @throws PlimsollError `MALFORMED`
 */
export function readGnuRegions(buffer: Buffer, start: number, count: number): SparseRegion[] {
  const regions: SparseRegion[] = [];
  for (let i = 0; i < count; i += 1) {
    const at = start + i * 24;
    if (buffer[at] === 0 && buffer[at + 12] === 0) break;
    regions.push({
      offset: readNumber(buffer, at, 12, "sparse offset"),
      length: readNumber(buffer, at + 12, 12, "sparse length"),
    });
  }
  return regions;
}

/**
 * Holds the map against the sizes: regions in order, without overlap, inside the file, and in sum
 * as long as what is stored.
 *
 * @throws PlimsollError `MALFORMED`, or `LIMIT_EXCEEDED` past `sparseRegionLimit`
 */
export function verifySparseMap(
  map: readonly SparseRegion[],
  realSize: number,
  storedSize: number,
): void {
  if (map.length > sparseRegionLimit) {
    throw new PlimsollError("LIMIT_EXCEEDED", "A sparse file has too many regions");
  }
  let end = 0;
  let stored = 0;
  for (const { offset, length } of map) {
    if (offset < end || offset + length > realSize) throw malformedMap();
    end = offset + length;
    stored += length;
  }
  if (stored !== storedSize) throw malformedMap();
}

/** How many stored bytes are needed for the first `wanted` bytes of the file. */
export function storedPrefix(map: readonly SparseRegion[], wanted: number): number {
  let stored = 0;
  for (const { offset, length } of map) {
    if (offset >= wanted) break;
    stored += Math.min(length, wanted - offset);
  }
  return stored;
}

/** The first `wanted` bytes of the file, holes filled with zeros. */
export function expandSparse(map: readonly SparseRegion[], stored: Buffer, wanted: number): Buffer {
  const content = Buffer.alloc(wanted);
  let at = 0;
  for (const { offset, length } of map) {
    if (offset >= wanted) break;
    const size = Math.min(length, wanted - offset);
    stored.copy(content, offset, at, at + size);
    at += size;
  }
  return content;
}

function malformedMap(): PlimsollError {
  return new PlimsollError("MALFORMED", "The map of a sparse file does not fit its size");
}
