/** Characters of latin1: text is matched byte by byte. */
export const byteCount = 256;

/** A set of bytes, a bit for each. */
export type ByteSet = Uint32Array;

const words = byteCount / 32;

export function emptySet(): ByteSet {
  return new Uint32Array(words);
}

/** The set of all bytes. */
export function fullSet(): ByteSet {
  return emptySet().fill(0xffffffff);
}

/** The set of the characters of a text. */
export function setOf(characters: string): ByteSet {
  const set = emptySet();
  for (const character of characters) addByte(set, character.charCodeAt(0));
  return set;
}

export function addByte(set: ByteSet, byte: number): void {
  set[byte >> 5]! |= 1 << (byte & 31);
}

export function hasByte(set: ByteSet, byte: number): boolean {
  return (set[byte >> 5]! & (1 << (byte & 31))) !== 0;
}

/** All bytes that are not in `set`. */
export function complementOf(set: ByteSet): ByteSet {
  return set.map((word) => ~word);
}

/** The members of both. */
export function unionOf(a: ByteSet, b: ByteSet): ByteSet {
  return a.map((word, i) => word | b[i]!);
}

/** True when some byte is in both. */
export function intersects(a: ByteSet, b: ByteSet): boolean {
  for (let i = 0; i < words; i += 1) if ((a[i]! & b[i]!) !== 0) return true;
  return false;
}
