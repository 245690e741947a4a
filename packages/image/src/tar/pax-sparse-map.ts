import { PlimsollError } from "@plimsoll/core";
import { readSparseList } from "./pax.ts";
import { type SparseRegion, sparseRegionLimit } from "./sparse.ts";

/**
 * Collects the map that stands in front of the content of a GNU.sparse 1.0 file: the number of
 * regions, then offset and length of each, a number a line, padded to whole blocks.
 */
export class PaxSparseMap {
  /** Bytes taken so far. */
  sizeBytes = 0;
  readonly #blocks: string[] = [];
  #lines = 0;
  #expected: number | undefined;

  /**
   * Adds the next block and answers with the map when it is complete.
   *
   * @throws PlimsollError `MALFORMED` or `LIMIT_EXCEEDED`
   */
  add(block: Buffer): SparseRegion[] | undefined {
    const text = block.toString("latin1");
    this.sizeBytes += block.length;
    this.#blocks.push(text);
    for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) this.#lines += 1;
    this.#expected ??= this.#readCount(text);
    // A number has at most 16 digits: a map that grows past that has no line ends.
    if (this.sizeBytes > 2 * block.length + this.#expected * 34) {
      throw new PlimsollError("MALFORMED", "The map of a sparse file has no end");
    }
    if (this.#lines <= this.#expected * 2) return undefined;
    const lines = this.#blocks.join("").split("\n", 1 + this.#expected * 2);
    return readSparseList(lines.length === 1 ? [""] : lines.slice(1));
  }

  #readCount(text: string): number {
    const count = /^(\d{1,9})\n/.exec(text)?.[1];
    if (count === undefined) {
      throw new PlimsollError("MALFORMED", "The map of a sparse file has no count");
    }
    if (Number(count) > sparseRegionLimit) {
      throw new PlimsollError("LIMIT_EXCEEDED", "A sparse file has too many regions");
    }
    return Number(count);
  }
}
