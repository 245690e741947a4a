import {
  addByte,
  type ByteSet,
  byteCount,
  complementOf,
  emptySet,
  hasByte,
  setOf,
  unionOf,
} from "./byte-set.ts";

/** A pattern as a tree. A set is the bytes (latin1) that one character may be. */
export type PatternNode =
  | { kind: "set"; set: ByteSet }
  /** `^`, `\b`, `\B`, and `$` when it ends the text: looks at its place and takes nothing. */
  | { kind: "edge"; isEnd: boolean }
  | { kind: "sequence"; parts: readonly PatternNode[] }
  | { kind: "choice"; branches: readonly PatternNode[] }
  | { kind: "repeat"; body: PatternNode; least: number; most: number };

/** Deep nesting helps nobody to name a secret. */
const mostDepth = 20;
const mostLength = 2_000;
/** Text is matched byte by byte: one character of another script is several of them. */
const asciiCount = 128;

/**
 * Reads the part of JavaScript's regular expressions that patterns of secrets are written in:
 * literals, classes, `\d \w \s \b`, groups, choices, and greedy or lazy repeats.
 *
 * @throws Error with what is not understood: look-arounds, back-references, named groups, `\p`
 */
export function parsePattern(source: string, ignoreCase: boolean): PatternNode {
  if (source.length > mostLength) throw new Error(`it is longer than ${mostLength} characters`);
  const parser = new Parser(source, ignoreCase);
  const node = parser.choice(0);
  if (parser.at < source.length) throw new Error(`")" at ${parser.at} closes nothing`);
  return node;
}

class Parser {
  readonly #source: string;
  readonly #ignoreCase: boolean;
  at = 0;

  constructor(source: string, ignoreCase: boolean) {
    this.#source = source;
    this.#ignoreCase = ignoreCase;
  }

  choice(depth: number): PatternNode {
    if (depth > mostDepth) throw new Error("its groups are nested too deeply");
    const branches = [this.#sequence(depth)];
    while (this.#source[this.at] === "|") {
      this.at += 1;
      branches.push(this.#sequence(depth));
    }
    return branches.length === 1 ? branches[0]! : { kind: "choice", branches };
  }

  #sequence(depth: number): PatternNode {
    const parts: PatternNode[] = [];
    for (;;) {
      const next = this.#source[this.at];
      if (next === undefined || next === "|" || next === ")") return { kind: "sequence", parts };
      parts.push(this.#repeat(this.#atom(depth)));
    }
  }

  #atom(depth: number): PatternNode {
    const next = this.#source[this.at]!;
    this.at += 1;
    if (next === "(") return this.#group(depth);
    if (next === "[") return { kind: "set", set: this.#fold(this.#class()) };
    if (next === ".") return { kind: "set", set: complementOf(setOf("\n\r")) };
    if (next === "^" || next === "$") return { kind: "edge", isEnd: next === "$" };
    if (next === "\\") return this.#escape();
    if ("*+?".includes(next)) throw new Error(`"${next}" at ${this.at - 1} repeats nothing`);
    if (next.charCodeAt(0) >= asciiCount) throw new Error(`"${next}" is not ASCII`);
    return { kind: "set", set: this.#fold(setOf(next)) };
  }

  #group(depth: number): PatternNode {
    if (this.#source[this.at] === "?") {
      if (this.#source[this.at + 1] !== ":") {
        throw new Error(`the group at ${this.at - 1} is a look-around or has a name or flags`);
      }
      this.at += 2;
    }
    const body = this.choice(depth + 1);
    if (this.#source[this.at] !== ")") throw new Error("a group is not closed");
    this.at += 1;
    return body;
  }

  #escape(): PatternNode {
    const letter = this.#source[this.at];
    if (letter === "b" || letter === "B") {
      this.at += 1;
      return { kind: "edge", isEnd: false };
    }
    return { kind: "set", set: this.#fold(this.#escapedSet()) };
  }

  /** The set after a backslash, in a class or outside. */
  #escapedSet(): ByteSet {
    const letter = this.#source[this.at];
    this.at += 1;
    if (letter === undefined) throw new Error("it ends in a backslash");
    const known = escapes[letter];
    if (known !== undefined) return known;
    if (letter === "x") {
      const digits = this.#source.slice(this.at, this.at + 2);
      if (!/^[0-9a-fA-F]{2}$/.test(digits)) throw new Error("\\x needs two hexadecimal digits");
      this.at += 2;
      return setOf(String.fromCharCode(Number.parseInt(digits, 16)));
    }
    if (/[1-9k]/.test(letter)) throw new Error(`\\${letter} is a back-reference`);
    if (/[A-Za-z0-9]/.test(letter)) throw new Error(`\\${letter} is not supported`);
    return setOf(letter);
  }

  #class(): ByteSet {
    const isNegated = this.#source[this.at] === "^";
    if (isNegated) this.at += 1;
    let set = emptySet();
    for (;;) {
      const next = this.#source[this.at];
      if (next === undefined) throw new Error("a class is not closed");
      if (next === "]") break;
      const low = this.#classMember();
      const isRange = this.#source[this.at] === "-" && this.#source[this.at + 1] !== "]";
      if (!isRange) {
        set = unionOf(set, low);
        continue;
      }
      this.at += 1;
      const from = onlyMember(low);
      const to = onlyMember(this.#classMember());
      if (from > to) throw new Error("a range of a class is upside down");
      for (let byte = from; byte <= to; byte += 1) addByte(set, byte);
    }
    this.at += 1;
    return isNegated ? complementOf(this.#fold(set)) : set;
  }

  #classMember(): ByteSet {
    const next = this.#source[this.at]!;
    this.at += 1;
    if (next === "\\") return this.#escapedSet();
    if (next.charCodeAt(0) >= asciiCount) throw new Error(`"${next}" is not ASCII`);
    return setOf(next);
  }

  #repeat(body: PatternNode): PatternNode {
    const bounds = this.#bounds();
    if (bounds === undefined) return body;
    if (this.#source[this.at] === "?") this.at += 1;
    if (/^[*+?]/.test(this.#source.slice(this.at))) throw new Error("a repeat repeats a repeat");
    return { kind: "repeat", body, ...bounds };
  }

  #bounds(): { least: number; most: number } | undefined {
    const next = this.#source[this.at];
    const simple = next === undefined ? undefined : simpleBounds[next];
    if (simple !== undefined) {
      this.at += 1;
      return simple;
    }
    if (next !== "{") return undefined;
    const match = /^\{(\d{1,5})(?:(,)(\d{1,5})?)?\}/.exec(
      this.#source.slice(this.at, this.at + 16),
    );
    if (match === null)
      throw new Error(`"{" at ${this.at} is no repeat; write \\{ for the character`);
    this.at += match[0].length;
    const least = Number(match[1]);
    const most = match[2] === undefined ? least : Number(match[3] ?? Number.POSITIVE_INFINITY);
    if (least > most) throw new Error("a repeat is upside down");
    return { least, most };
  }

  /** With the flag `i` a letter stands for both of its cases. */
  #fold(set: ByteSet): ByteSet {
    if (!this.#ignoreCase) return set;
    const folded = Uint32Array.from(set);
    for (let upper = 0x41; upper <= 0x5a; upper += 1) {
      if (!hasByte(set, upper) && !hasByte(set, upper + 32)) continue;
      addByte(folded, upper);
      addByte(folded, upper + 32);
    }
    return folded;
  }
}

const simpleBounds: Readonly<Record<string, { least: number; most: number }>> = {
  "*": { least: 0, most: Number.POSITIVE_INFINITY },
  "+": { least: 1, most: Number.POSITIVE_INFINITY },
  "?": { least: 0, most: 1 },
};

const digits = setOf("0123456789");
const words = setOf("0123456789_ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
const spaces = setOf(" \t\n\v\f\r\u00a0");
const escapes: Readonly<Record<string, ByteSet>> = {
  d: digits,
  D: complementOf(digits),
  w: words,
  W: complementOf(words),
  s: spaces,
  S: complementOf(spaces),
  n: setOf("\n"),
  r: setOf("\r"),
  t: setOf("\t"),
};

function onlyMember(set: ByteSet): number {
  let only: number | undefined;
  for (let byte = 0; byte < byteCount; byte += 1) {
    if (!hasByte(set, byte)) continue;
    if (only !== undefined) throw new Error("a range of a class starts or ends in a class");
    only = byte;
  }
  return only ?? 0;
}
