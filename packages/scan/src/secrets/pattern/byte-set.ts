/** Characters of latin1: text is matched byte by byte. */
export const byteCount = 256;

/** A set of bytes: 1 where the byte is in it. */
export function emptySet(): Uint8Array {
  return new Uint8Array(byteCount);
}

/** The set of the characters of a text. */
export function setOf(characters: string): Uint8Array {
  const set = emptySet();
  for (const character of characters) set[character.charCodeAt(0)] = 1;
  return set;
}

/** All bytes that are not in `set`. */
export function complementOf(set: Uint8Array): Uint8Array {
  return set.map((member) => 1 - member);
}

/** Adds the members of `more` to `set`. */
export function unionOf(set: Uint8Array, more: Uint8Array): void {
  for (let i = 0; i < byteCount; i += 1) if (more[i] === 1) set[i] = 1;
}

/** True when some byte is in both. */
export function intersects(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < byteCount; i += 1) if (a[i] === 1 && b[i] === 1) return true;
  return false;
}
