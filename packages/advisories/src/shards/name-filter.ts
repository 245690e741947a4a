import { createHash } from "node:crypto";

/** Packages of a shard's rest are spread over so many files by the hash of their name. */
export const restFiles = 64;

/**
 * Names by their 32-bit hashes: of 215,000 names half a megabyte says which cannot be among them. In
 * twenty thousand other names one seems to be, and costs a file that turns out to be of no use.
 */
export class NameFilter {
  readonly #hashes: ReadonlySet<number>;

  constructor(hashes: Iterable<number>) {
    this.#hashes = new Set(hashes);
  }

  mayHave(name: string): boolean {
    return this.#hashes.has(hashName(name));
  }
}

/** The file of the rest in which a package of this name lies. */
export function restFileOf(name: string): number {
  return hashName(name) % restFiles;
}

/** The first 32 bits of SHA-256. */
export function hashName(name: string): number {
  return createHash("sha256").update(name).digest().readUInt32BE(0);
}

/** Hashes in ascending order as differences, seven bits to a byte, in base64. */
export function packHashes(hashes: Iterable<number>): string {
  const bytes: number[] = [];
  let last = 0;
  for (const hash of [...new Set(hashes)].sort((a, b) => a - b)) {
    let step = hash - last;
    last = hash;
    for (; step >= 0x80; step = Math.floor(step / 0x80)) bytes.push((step % 0x80) + 0x80);
    bytes.push(step);
  }
  return Buffer.from(bytes).toString("base64");
}

/** Of ten million names: more than all registries have. */
const maxHashText = 32 * 1024 ** 2;

/** The inverse of `packHashes`; what does not follow its form gives other hashes, never an error. */
export function unpackHashes(text: string): number[] {
  const hashes: number[] = [];
  let last = 0;
  let step = 0;
  let scale = 1;
  for (const byte of Buffer.from(text.slice(0, maxHashText), "base64")) {
    step += (byte % 0x80) * scale;
    scale *= 0x80;
    if (byte >= 0x80) continue;
    last += step;
    hashes.push(last);
    step = 0;
    scale = 1;
  }
  return hashes;
}
