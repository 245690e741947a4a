import type { Verification } from "./detector.ts";
import { entropyOf } from "./entropy.ts";
import { hasByte } from "./pattern/byte-set.ts";
import { isPlaceholder } from "./placeholder.ts";
import type { PreparedDetector, SecretRules } from "./rules.ts";

/** A value that a detector took for a secret. It never leaves this room. */
export interface RawSecret {
  readonly rank: number;
  /** First byte of the value, and the one behind its last. */
  readonly start: number;
  readonly end: number;
  readonly value: string;
  /** What stands in front of the value: a name, and what the pattern matched. */
  readonly before: string;
  readonly verification: Verification;
}

/** What a search gave. */
export interface SearchResult {
  readonly secrets: readonly RawSecret[];
  /** The text was so full of what only looks like secrets that the search ended early. */
  readonly isCut: boolean;
}

const defaultAfter = 400;
/** Characters behind a keyword's start within which `soon` must stand. */
const soonCharacters = 100;
/** Bytes of a file that a detector without keywords looks at. */
const wholeFileBytes = 64 * 1024;
/** Characters in front of a match in which its name is looked for. */
const nameCharacters = 60;
const name = /(?:[A-Za-z_][\w.-]{0,50}(?:=|["']?: {1,2})["']?|[A-Za-z_][\w.-]{0,50})$/;
/** Values of one file that are kept before they are weighed against each other. */
const mostRaw = 500;
/** Steps that matching may take for each byte of a text, and at least. */
const stepsPerByte = 100;
const leastSteps = 5_000_000;

/**
 * Runs the detectors wherever one of their keywords stands. Only a bounded window around a keyword
 * is decoded and matched, each attempt takes a number of steps that was proved, and all attempts
 * together may take 100 steps a byte: the time is linear in the bytes, whatever they are.
 */
export function searchSecrets(text: Buffer, path: string, rules: SecretRules): SearchResult {
  const search = new Search(text, path, rules);
  rules.prefilter.search(text, (keyword, at) => search.hear(keyword, at));
  search.lookAtWhole();
  return search.result();
}

class Search {
  readonly #text: Buffer;
  readonly #path: string;
  readonly #rules: SecretRules;
  readonly #found: RawSecret[] = [];
  readonly #seen = new Set<string>();
  /** Whether a detector's condition on the path holds, once it was asked. */
  readonly #fits = new Map<number, boolean>();
  /** Up to where each detector has matched. */
  readonly #matched = new Map<number, number>();
  #soon = { at: -1, characters: "", stands: false };
  #steps: number;

  constructor(text: Buffer, path: string, rules: SecretRules) {
    this.#text = text;
    this.#path = path;
    this.#rules = rules;
    this.#steps = Math.max(leastSteps, text.length * stepsPerByte);
  }

  hear(keyword: number, at: number): void {
    if (this.#isOver) return;
    for (const rank of this.#rules.byKeyword[keyword]!) this.#tryAt(rank, at);
  }

  /** Detectors without keywords, and what starts the file in place of a line. */
  lookAtWhole(): void {
    for (const rank of this.#rules.byPath) {
      if (this.#fitsPath(rank)) this.#matchAll(this.#rules.prepare(rank));
    }
    // Three bytes tell a short prefix: `hf_`, `SG.`.
    const third = this.#text[2];
    if (third !== 0x5f && third !== 0x2e) return;
    for (const rank of this.#rules.atStart) {
      const prepared = this.#rules.prepare(rank);
      const head = `\n${this.#text.toString("latin1", 0, defaultAfter)}`;
      this.#match(prepared, head, 0, -1);
    }
  }

  result(): SearchResult {
    return { secrets: this.#found, isCut: this.#isOver };
  }

  get #isOver(): boolean {
    return this.#steps <= 0 || this.#found.length >= mostRaw;
  }

  #tryAt(rank: number, at: number): void {
    const detector = this.#rules.detectors[rank]!;
    if (detector.soon !== undefined && !this.#standsSoon(detector.soon, at)) return;
    if (detector.path !== undefined && !this.#fitsPath(rank)) return;
    const { before = 0, after = defaultAfter } = detector;
    const from = Math.max(0, at - before);
    if (at < (this.#matched.get(rank) ?? 0)) return;
    const prepared = this.#rules.prepare(rank);
    // A word that goes on to the left is another word.
    if (before === 0 && !detector.insideWord && this.#isInsideWord(at)) return;
    const window = this.#text.toString("latin1", from, Math.min(this.#text.length, at + after));
    this.#steps -= window.length >> 3; // what decoding takes beside matching
    for (let offset = 0; offset <= at - from; offset += 1) {
      if (!hasByte(prepared.first, window.charCodeAt(offset))) continue;
      if (before > 0 && !detector.insideWord && this.#isInsideWord(from + offset)) continue;
      if (this.#match(prepared, window, offset, from)) return;
      if (this.#isOver) return;
    }
  }

  /** Several detectors ask the same of one keyword's place. */
  #standsSoon(characters: string, at: number): boolean {
    const soon = this.#soon;
    if (soon.at !== at || soon.characters !== characters) {
      this.#soon = { at, characters, stands: this.#lookForSoon(characters, at) };
    }
    return this.#soon.stands;
  }

  #lookForSoon(characters: string, at: number): boolean {
    const text = this.#text;
    const end = Math.min(text.length, at + soonCharacters);
    for (let i = at + 4; i < end; i += 1) {
      const byte = text[i]!;
      if (byte === 10) return false;
      for (let c = 0; c < characters.length; c += 1) {
        if (characters.charCodeAt(c) === byte) return true;
      }
    }
    return false;
  }

  #fitsPath(rank: number): boolean {
    let fits = this.#fits.get(rank);
    if (fits === undefined) {
      fits = this.#rules.detectors[rank]!.path?.test(this.#path) ?? true;
      this.#fits.set(rank, fits);
    }
    return fits;
  }

  /** An escaped line break or tab in front, `\n`, is no letter; nor is the end of `%3D`. */
  #isInsideWord(at: number): boolean {
    if (at === 0 || !isWord(this.#text[at - 1]!)) return false;
    const second = at >= 2 ? this.#text[at - 2]! : 0;
    if (second === 0x5c && "nrt".includes(String.fromCharCode(this.#text[at - 1]!))) return false;
    return !(at >= 3 && this.#text[at - 3] === 0x25 && isWord(second));
  }

  /** The name that a match is assigned to, or that it starts in the middle of; empty for none. */
  #nameBefore(at: number): string {
    const left = this.#text.toString("latin1", Math.max(0, at - nameCharacters), Math.max(0, at));
    return name.exec(left)?.[0] ?? "";
  }

  #matchAll(prepared: PreparedDetector): void {
    const whole = this.#text.toString("latin1", 0, Math.min(this.#text.length, wholeFileBytes));
    for (let offset = 0; offset < whole.length && !this.#isOver; offset += 1) {
      const isCandidate = offset === 0 || hasByte(prepared.first, whole.charCodeAt(offset));
      if (isCandidate && (offset === 0 || whole[offset] === "\n")) {
        this.#match(prepared, whole, offset, 0);
      }
    }
  }

  /** `from` is the place of the window in the text. */
  #match(prepared: PreparedDetector, window: string, offset: number, from: number): boolean {
    const { detector, rank, expression, steps } = prepared;
    this.#steps -= steps;
    expression.lastIndex = offset;
    const match = expression.exec(window);
    const value = match?.[1];
    if (match === null || value === undefined || value === "") return false;
    const inMatch = match[0].lastIndexOf(value);
    const start = from + match.index + inMatch;
    this.#matched.set(rank, start + value.length);
    const before = this.#nameBefore(from + match.index) + match[0].slice(0, inMatch);
    const verification = judgeValue(prepared, value, before);
    if (verification === "invalid") return true;
    const key = `${detector.id} ${value}`;
    if (this.#seen.has(key)) return true;
    this.#seen.add(key);
    this.#found.push({
      rank,
      start,
      end: start + value.length,
      value,
      before,
      verification,
    });
    return true;
  }
}

function judgeValue({ detector }: PreparedDetector, value: string, before: string): Verification {
  if (detector.entropy !== undefined && entropyOf(value) < detector.entropy) return "invalid";
  if (isPlaceholder(value)) return "invalid";
  return detector.verify?.(value, before) ?? "plausible";
}

function isWord(byte: number): boolean {
  return (
    (byte >= 0x61 && byte <= 0x7a) ||
    (byte >= 0x41 && byte <= 0x5a) ||
    (byte >= 0x30 && byte <= 0x39) ||
    byte === 0x5f
  );
}
