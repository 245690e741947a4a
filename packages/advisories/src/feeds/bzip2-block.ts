import { PlimsollError } from "@plimsoll/core";

const longestCode = 20;
const groupSymbols = 50;
const runA = 0;
const runB = 1;

/** What `readUntil` found: one object, since it is asked for every symbol. */
const found = { value: 0, length: 0 };

/** Bits of a text of bytes, the highest first. */
export class Bzip2Bits {
  readonly #bytes: Uint8Array;
  #at = 0;
  #held = 0;
  #count = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Whole bytes that were not read yet. */
  get left(): number {
    return this.#bytes.length - this.#at + (this.#count >> 3);
  }

  /** The same place with more bytes behind what is left. */
  followedBy(parts: readonly Uint8Array[]): Bzip2Bits {
    const held = this.#count >> 3;
    const bits = new Bzip2Bits(Buffer.concat([this.#bytes.subarray(this.#at - held), ...parts]));
    bits.#held = this.#held >>> (held * 8);
    bits.#count = this.#count & 7;
    return bits;
  }

  /** The next bits, up to 32, as a number. @throws PlimsollError `MALFORMED` at the end */
  read(count: number): number {
    if (count > 16) return this.read(count - 16) * 0x10000 + this.read(16);
    while (this.#count < count) {
      if (this.#at === this.#bytes.length) throw broken("it ends too early");
      this.#held = (this.#held << 8) | this.#bytes[this.#at++]!;
      this.#count += 8;
    }
    this.#count -= count;
    return (this.#held >>> this.#count) & ((1 << count) - 1);
  }

  /**
   * The shortest number of bits that is no larger than the limit for so many bits.
   *
   * @throws PlimsollError `MALFORMED` when there is none
   */
  readUntil(limits: Int32Array): { value: number; length: number } {
    if (this.#count < longestCode) this.#refill();
    const held = this.#held;
    const count = this.#count;
    const most = Math.min(count, longestCode);
    for (let length = 1; length <= most; length += 1) {
      const value = (held >>> (count - length)) & ((1 << length) - 1);
      if (value > limits[length]!) continue;
      this.#count = count - length;
      found.value = value;
      found.length = length;
      return found;
    }
    throw broken(most < longestCode ? "it ends too early" : "a code stands for nothing");
  }

  #refill(): void {
    while (this.#count <= 24 && this.#at < this.#bytes.length) {
      this.#held = (this.#held << 8) | this.#bytes[this.#at++]!;
      this.#count += 8;
    }
  }

  /** Passes over the rest of a byte. */
  align(): void {
    this.#count -= this.#count & 7;
  }
}

/**
 * The bytes of a block: what its codes stand for, with the Burrows–Wheeler transform undone. Runs of
 * equal bytes are still packed.
 *
 * @throws PlimsollError `MALFORMED`
 */
export function decodeBlock(bits: Bzip2Bits, size: number): Uint8Array {
  // Blocks that bzip2 0.9 shuffled; nobody has written any since 1998.
  if (bits.read(1) !== 0) throw broken("it is shuffled");
  const start = bits.read(24);
  const { transformed, length, counts } = readSymbols(bits, size);
  if (start >= length) throw broken("it starts outside of itself");
  let sum = 0;
  for (let byte = 0; byte < 256; byte += 1) {
    const count = counts[byte]!;
    counts[byte] = sum;
    sum += count;
  }
  for (let at = 0; at < length; at += 1) {
    const byte = transformed[at]! & 0xff;
    transformed[counts[byte]!++]! |= at << 8;
  }
  const bytes = new Uint8Array(length);
  let next = transformed[start]! >>> 8;
  for (let at = 0; at < length; at += 1) {
    const entry = transformed[next]!;
    bytes[at] = entry & 0xff;
    next = entry >>> 8;
  }
  return bytes;
}

function readSymbols(bits: Bzip2Bits, size: number) {
  const used = readUsed(bits);
  const tables = bits.read(3);
  if (tables < 2 || tables > 6) throw broken("it has no tables");
  const selectors = readSelectors(bits, tables);
  const endOfBlock = used.length + 1;
  const codes = Array.from({ length: tables }, () => readCode(bits, used.length + 2));
  const transformed = new Uint32Array(size);
  const counts = new Uint32Array(256);
  let length = 0;
  let run = 0;
  let weight = 1;
  for (const selector of selectors) {
    const code = codes[selector]!;
    for (let left = groupSymbols; left > 0; left -= 1) {
      const symbol = code.next(bits);
      if (symbol === runA || symbol === runB) {
        // Runs are numbers of digits 1 and 2, the lowest first.
        run += weight << symbol;
        weight *= 2;
        if (run > size) throw broken("it is larger than it may be");
        continue;
      }
      if (length + run >= size + (symbol === endOfBlock ? 1 : 0)) {
        throw broken("it is larger than it may be");
      }
      if (run > 0) {
        const front = used[0]!;
        for (const end = length + run; length < end; length += 1) transformed[length] = front;
        counts[front]! += run;
        run = 0;
        weight = 1;
      }
      if (symbol === endOfBlock) return { transformed, length, counts };
      const byte = used[symbol - 1]!;
      for (let at = symbol - 1; at > 0; at -= 1) used[at] = used[at - 1]!;
      used[0] = byte;
      transformed[length++] = byte;
      counts[byte]! += 1;
    }
  }
  throw broken("its codes end too early");
}

/** The bytes that occur, by a map of maps of sixteen bits. */
function readUsed(bits: Bzip2Bits): Uint8Array {
  const ranges = bits.read(16);
  const used: number[] = [];
  for (let range = 0; range < 16; range += 1) {
    if (!(ranges & (0x8000 >> range))) continue;
    const map = bits.read(16);
    for (let bit = 0; bit < 16; bit += 1) if (map & (0x8000 >> bit)) used.push(range * 16 + bit);
  }
  if (used.length === 0) throw broken("no byte occurs in it");
  return Uint8Array.from(used);
}

/** Which table each group of fifty symbols uses, moved to the front as it is used. */
function readSelectors(bits: Bzip2Bits, tables: number): number[] {
  const count = bits.read(15);
  const order = Array.from({ length: tables }, (_, table) => table);
  return Array.from({ length: count }, () => {
    let place = 0;
    while (bits.read(1) === 1) {
      place += 1;
      if (place >= tables) throw broken("it uses a table that is not there");
    }
    const [table = 0] = order.splice(place, 1);
    order.unshift(table);
    return table;
  });
}

/** A canonical Huffman code: its lengths as differences. */
function readCode(bits: Bzip2Bits, symbols: number): HuffmanCode {
  let length = bits.read(5);
  const lengths = Array.from({ length: symbols }, () => {
    while (bits.read(1) === 1) length += bits.read(1) === 1 ? -1 : 1;
    if (length < 1 || length > longestCode) throw broken("a code is too long");
    return length;
  });
  return new HuffmanCode(lengths);
}

class HuffmanCode {
  /** By length: the last code of it, and what to take off a code to find its symbol. */
  readonly #limits = new Int32Array(longestCode + 1).fill(-1);
  readonly #bases = new Int32Array(longestCode + 1);
  readonly #symbols: number[] = [];

  constructor(lengths: readonly number[]) {
    let code = 0;
    for (let length = 1; length <= longestCode; length += 1) {
      this.#bases[length] = code - this.#symbols.length;
      for (const [symbol, own] of lengths.entries()) if (own === length) this.#symbols.push(symbol);
      code = this.#bases[length]! + this.#symbols.length;
      this.#limits[length] = code - 1;
      code *= 2;
    }
  }

  next(bits: Bzip2Bits): number {
    const code = bits.readUntil(this.#limits);
    const symbol = this.#symbols[code.value - this.#bases[code.length]!];
    if (symbol === undefined) throw broken("a code stands for nothing");
    return symbol;
  }
}

function broken(why: string): PlimsollError {
  return new PlimsollError("MALFORMED", `A block of bzip2 cannot be read: ${why}`);
}
