import { PlimsollError } from "@plimsoll/core";
import { Bzip2Bits, decodeBlock } from "./bzip2-block.ts";

/**
 * A block has at most 900 002 symbols of at most 20 bits, and tables of some 30 KB: with so many bytes
 * at hand, none ends too early.
 */
const blockBytes = 2.5 * 1024 ** 2;
const blockMagic = 0x314159265359;
const endMagic = 0x177245385090;
const pieceBytes = 1024 ** 2;

/**
 * Decompresses bzip2 as it goes by, one stream or several joined ones, with every checksum verified
 * (sourceware.org/bzip2; there is no specification but the program). No library of npm that is kept
 * up does so without holding all of it in memory. Holds a block of input and one of output.
 *
 * @throws PlimsollError `MALFORMED`
 */
export async function* bunzip2(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const input = new Input(chunks);
  await input.fill();
  if (input.isEmpty) throw malformed("it is empty");
  while (!input.isEmpty) {
    const bits = input.bits;
    const level = bits.read(24) === 0x425a68 ? bits.read(8) - 0x30 : 0;
    if (level < 1 || level > 9) throw malformed("it does not begin like it");
    let sum = 0;
    for (;;) {
      await input.fill();
      const magic = input.bits.read(24) * 2 ** 24 + input.bits.read(24);
      if (magic === endMagic) break;
      if (magic !== blockMagic) throw malformed("a block does not begin like one");
      const expected = input.bits.read(32);
      const crc = yield* readBlock(input.bits, level * 100_000);
      if (crc !== expected) throw malformed("a block has another checksum");
      sum = ((sum << 1) | (sum >>> 31)) ^ crc;
    }
    if (input.bits.read(32) !== sum >>> 0) throw malformed("it has another checksum");
    input.bits.align();
    await input.fill();
  }
}

/** Undoes the first of its steps, runs of up to 259 equal bytes. @returns the checksum of the block */
function* readBlock(bits: Bzip2Bits, size: number): Generator<Buffer, number> {
  let piece = Buffer.allocUnsafe(pieceBytes);
  let at = 0;
  let crc = 0xffffffff;
  let equal = 0;
  let last = -1;
  const bytes = decodeBlock(bits, size);
  for (let from = 0; from < bytes.length; from += 1) {
    const byte = bytes[from]!;
    const count = equal === 4 ? byte : 1;
    const value = equal === 4 ? last : byte;
    equal = equal === 4 ? 0 : byte === last ? equal + 1 : 1;
    last = equal === 0 ? -1 : value;
    for (let left = count; left > 0; left -= 1) {
      if (at === pieceBytes) {
        yield piece;
        piece = Buffer.allocUnsafe(pieceBytes);
        at = 0;
      }
      piece[at++] = value;
      crc = (crc << 8) ^ crcTable[(crc >>> 24) ^ value]!;
    }
  }
  if (at > 0) yield piece.subarray(0, at);
  return ~crc >>> 0;
}

/** Keeps enough input at hand for the next block. */
class Input {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #isDone = false;
  bits = new Bzip2Bits(new Uint8Array(0));

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  get isEmpty(): boolean {
    return this.bits.left === 0;
  }

  async fill(): Promise<void> {
    if (this.bits.left >= blockBytes || this.#isDone) return;
    const parts: Uint8Array[] = [];
    let size = this.bits.left;
    // Twice as much, so that what is left is not copied for every chunk.
    while (size < 2 * blockBytes) {
      const next = await this.#chunks.next();
      if (next.done) {
        this.#isDone = true;
        break;
      }
      parts.push(next.value);
      size += next.value.length;
    }
    this.bits = this.bits.followedBy(parts);
  }
}

/** CRC-32 of the polynomial 0x04c11db7, the highest bit first. */
const crcTable = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  return crc;
});

function malformed(why: string): PlimsollError {
  return new PlimsollError("MALFORMED", `This is no bzip2 that can be read: ${why}`);
}
