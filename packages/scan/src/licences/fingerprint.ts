/** What is kept of a licence's text: the lowest hashes of its word triples, and how many there are. */
export interface Fingerprint {
  readonly id: string;
  /** Distinct triples of the whole text. */
  readonly triples: number;
  /** The lowest `sampleSize` hashes, ascending. */
  readonly sample: readonly number[];
}

/** Hashes kept of one text: of 96, one that differs is one percent. */
export const sampleSize = 96;

/** `Copyright (c) 2019 Somebody`: differs in every copy of a licence. */
const copyrightLine = /^[ \t*#/;-]{0,20}copyright[ \t]{1,9}(?:\(c\)|©|\d|\[|<).*$/gim;

/**
 * Calls `visit` with the hash of every three words in a row (w-shingling: Broder, "On the
 * resemblance and containment of documents", 1997). Case, punctuation and line breaks do not count.
 */
export function eachTriple(text: string, visit: (hash: number) => void): void {
  const body = text.replace(copyrightLine, "");
  let before = 0;
  let last = 0;
  let word = 0;
  let words = 0;
  for (let at = 0; at <= body.length; at += 1) {
    const letter = at < body.length ? letterOf(body.charCodeAt(at)) : 0;
    if (letter !== 0) {
      // FNV-1a
      word = Math.imul((word === 0 ? 0x811c9dc5 : word) ^ letter, 0x01000193);
    } else if (word !== 0) {
      words += 1;
      if (words > 2) visit(mix(before, last, word));
      before = last;
      last = word;
      word = 0;
    }
  }
}

/** The fingerprint of a licence's text. */
export function fingerprintText(id: string, text: string): Fingerprint {
  const hashes = new Set<number>();
  eachTriple(text, (hash) => hashes.add(hash));
  const sample = [...hashes].sort((a, b) => a - b).slice(0, sampleSize);
  return { id, triples: hashes.size, sample };
}

/** Lower-case letter or digit of a character; 0 for what separates words. */
function letterOf(code: number): number {
  if ((code >= 97 && code <= 122) || (code >= 48 && code <= 57)) return code;
  if (code >= 65 && code <= 90) return code + 32;
  return code > 127 ? code : 0;
}

/** One number of three, evenly spread (the finaliser of MurmurHash3). */
function mix(a: number, b: number, c: number): number {
  let hash = Math.imul(Math.imul(a, 31) + b, 31) + c;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
