/**
 * Which names a program holds, in some twelve bits for each: a Bloom filter (B. Bloom, "Space/time
 * trade-offs in hash coding", 1970). It knows every name that was put in, and takes about one of 300
 * others for one of them.
 */
export class NameFilter {
  readonly #bits: Uint8Array;

  private constructor(bits: Uint8Array) {
    this.#bits = bits;
  }

  /** An empty one for about so many names. */
  static of(names: number): NameFilter {
    return new NameFilter(new Uint8Array(Math.max(64, Math.ceil((names * bitsPerName) / 8))));
  }

  /** One from what `pack` gave. */
  static unpack(text: string): NameFilter {
    return new NameFilter(Buffer.from(text, "base64"));
  }

  pack(): string {
    return Buffer.from(this.#bits).toString("base64");
  }

  /** Puts in a name by its two hashes. */
  add(a: number, b: number): void {
    const count = this.#bits.length * 8;
    for (let i = 0; i < probes; i += 1) {
      const bit = (a + Math.imul(i, b)) >>> 0;
      const at = bit % count;
      this.#bits[at >> 3]! |= 1 << (at & 7);
    }
  }

  has(name: string): boolean {
    const bytes = Buffer.from(name);
    let a = firstSeed;
    let b = secondSeed;
    for (const byte of bytes) {
      a = Math.imul(a ^ byte, firstPrime);
      b = Math.imul(b ^ byte, secondPrime);
    }
    const count = this.#bits.length * 8;
    for (let i = 0; i < probes; i += 1) {
      const at = ((a + Math.imul(i, b | 1)) >>> 0) % count;
      if ((this.#bits[at >> 3]! & (1 << (at & 7))) === 0) return false;
    }
    return true;
  }
}

const bitsPerName = 12;
/** The best number for that many bits: 12 ln 2. */
const probes = 8;

// FNV-1a (RFC 9923) with its own offset and prime, and with others.
export const firstSeed = 0x811c9dc5;
export const firstPrime = 0x01000193;
export const secondSeed = 0x9747b28c;
export const secondPrime = 0x5bd1e995;
