import type { ElfHead } from "./head.ts";

/** Offset in the file of the byte at `address` in memory; `undefined` where the file brings none. */
export function findOffset({ segments }: ElfHead, address: number): number | undefined {
  for (const segment of segments) {
    if (segment.kind !== "load") continue;
    const inside = address - segment.address;
    if (inside >= 0 && inside < segment.size) return segment.offset + inside;
  }
  return undefined;
}
