import { PlimsollError } from "@plimsoll/core";
import type { TarParser } from "./tar-parser.ts";

const startBytes = 64 * 1024;
/** A larger buffer is not kept for the next file. */
const keptBytes = 1024 * 1024;

/** Feeds a parser from chunks of any size. Contents that lie within one chunk are not copied. */
export class TarStream {
  readonly #parser: TarParser;
  // Collects what a chunk's end cuts; kept from file to file.
  #pending: Buffer = Buffer.allocUnsafeSlow(startBytes);
  #pendingLength = 0;

  constructor(parser: TarParser) {
    this.#parser = parser;
  }

  /** True once the archive's end was read; more chunks are taken and ignored. */
  get ended(): boolean {
    return this.#parser.ended;
  }

  /**
   * @throws PlimsollError as `TarParser.take`
   */
  write(chunk: Buffer): void {
    const parser = this.#parser;
    let at = 0;
    while (at < chunk.length && !parser.ended) {
      if (parser.skip < 0) throw new PlimsollError("INTERNAL", "A stream cannot be read backwards");
      if (parser.skip > 0) {
        const skipped = Math.min(parser.skip, chunk.length - at);
        parser.skip -= skipped;
        at += skipped;
        continue;
      }
      const { need } = parser;
      if (this.#pendingLength === 0 && chunk.length - at >= need) {
        const length = Math.min(parser.most, chunk.length - at);
        parser.take(chunk, at, length);
        at += length;
      } else {
        at += this.#collect(chunk, at, need);
      }
    }
  }

  /**
   * To be called after the last chunk.
   *
   * @throws PlimsollError `MALFORMED` when the archive stops within an entry
   */
  end(): void {
    if (this.#parser.ended) return;
    if (this.#parser.isBetweenEntries && this.#pendingLength === 0) return;
    throw new PlimsollError("MALFORMED", "The archive is cut off");
  }

  #collect(chunk: Buffer, at: number, need: number): number {
    const taken = Math.min(need - this.#pendingLength, chunk.length - at);
    const length = this.#pendingLength + taken;
    if (length > this.#pending.length)
      this.#grow(Math.min(need, Math.max(length, 2 * this.#pending.length)));
    chunk.copy(this.#pending, this.#pendingLength, at, at + taken);
    this.#pendingLength = length === need ? 0 : length;
    if (length === need) {
      this.#parser.take(this.#pending, 0);
      if (this.#pending.length > keptBytes) this.#replace(Buffer.allocUnsafeSlow(startBytes));
    }
    return taken;
  }

  // Grows with what arrives, not with what a header claims.
  #grow(length: number): void {
    const grown = Buffer.allocUnsafeSlow(length);
    this.#pending.copy(grown, 0, 0, this.#pendingLength);
    this.#replace(grown);
  }

  // Left to the garbage collector, the memory of spent buffers adds up to tens of MB.
  #replace(buffer: Buffer): void {
    (this.#pending.buffer as ArrayBuffer).transfer(0);
    this.#pending = buffer;
  }
}
