import { compareDigits, type Ordering } from "./ordering.ts";

export interface DpkgVersion {
  epoch: string;
  upstream: string;
  revision: string;
}

// deb-version(7): [epoch:]upstream-version[-debian-revision]
const syntax = /^(?:(\d+):)?([A-Za-z0-9.+~:-]+)$/;

/** Debian's and Ubuntu's order, deb-version(7) "Sorting algorithm" and Debian Policy 5.6.12. */
export const dpkgOrdering: Ordering<DpkgVersion> = {
  parse(text) {
    const match = syntax.exec(text);
    if (!match) return undefined;
    const [, epoch = "0", rest = ""] = match;
    if (match[1] === undefined && rest.includes(":")) return undefined;
    const dash = rest.lastIndexOf("-");
    if (dash === 0) return undefined;
    return {
      epoch,
      upstream: dash < 0 ? rest : rest.slice(0, dash),
      // An absent revision equals "0".
      revision: dash < 0 ? "" : rest.slice(dash + 1),
    };
  },
  compare(a, b) {
    return (
      compareDigits(a.epoch, b.epoch) ||
      comparePart(a.upstream, b.upstream) ||
      comparePart(a.revision, b.revision)
    );
  },
};

/** Alternates between a run without digits, in dpkg's own alphabet, and a run of digits, by value. */
function comparePart(a: string, b: string): number {
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    while ((i < a.length && !isDigit(a, i)) || (j < b.length && !isDigit(b, j))) {
      const difference = weight(a, i) - weight(b, j);
      if (difference !== 0) return difference;
      i += 1;
      j += 1;
    }
    const startA = i;
    const startB = j;
    while (i < a.length && isDigit(a, i)) i += 1;
    while (j < b.length && isDigit(b, j)) j += 1;
    const difference = compareDigits(a.slice(startA, i), b.slice(startB, j));
    if (difference !== 0) return difference;
  }
  return 0;
}

/** A tilde sorts before the end, the end before letters, letters before everything else. */
function weight(text: string, at: number): number {
  if (at >= text.length || isDigit(text, at)) return 0;
  const code = text.charCodeAt(at);
  if (code === 0x7e) return -1;
  return (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) ? code : code + 256;
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0x30 && code <= 0x39;
}
