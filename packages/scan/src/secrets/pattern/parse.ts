import { byteCount, complementOf, emptySet, setOf, unionOf } from "./byte-set.ts";

/** A pattern as a tree. A set is the bytes (latin1) that one character may be. */
export type PatternNode =
  | { kind: "set"; set: Uint8Array }
  /** `^`, `\b`, `\B`, and `$` when it ends the text: looks at its place and takes nothing. */
  | { kind: "edge"; isEnd: boolean }
  | { kind: "sequence"; parts: readonly PatternNode[] }
  | { kind: "choice"; branches: readonly PatternNode[] }
  | { kind: "repeat"; body: PatternNode; least: number; most: number };

/** Deep nesting helps nobody to name a secret. */
const mostDepth = 20;
const mostLength = 2_000;

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
    if (next.charCodeAt(0) >= byteCount) throw new Error(`"${next}" is not a latin1 character`);
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
  #escapedSet(): Uint8Array {
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

  #class(): Uint8Array {
    const isNegated = this.#source[this.at] === "^";
    if (isNegated) this.at += 1;
    const set = emptySet();
    for (;;) {
      const next = this.#source[this.at];
      if (next === undefined) throw new Error("a class is not closed");
      if (next === "]") break;
      const low = this.#classMember();
      const isRange = this.#source[this.at] === "-" && this.#source[this.at + 1] !== "]";
      if (!isRange) {
        unionOf(set, low);
        continue;
      }
      this.at += 1;
      const from = onlyMember(low);
      const to = onlyMember(this.#classMember());
      if (from > to) throw new Error("a range of a class is upside down");
      set.fill(1, from, to + 1);
    }
    this.at += 1;
    return isNegated ? complementOf(this.#fold(set)) : set;
  }

  #classMember(): Uint8Array {
    const next = this.#source[this.at]!;
    this.at += 1;
    if (next === "\\") return this.#escapedSet();
    if (next.charCodeAt(0) >= byteCount) throw new Error(`"${next}" is not a latin1 character`);
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
  #fold(set: Uint8Array): Uint8Array {
    if (!this.#ignoreCase) return set;
    const folded = Uint8Array.from(set);
    for (let upper = 0x41; upper <= 0x5a; upper += 1) {
      if (set[upper] === 1 || set[upper + 32] === 1) folded[upper] = folded[upper + 32] = 1;
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
const escapes: Readonly<Record<string, Uint8Array>> = {
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

function onlyMember(set: Uint8Array): number {
  const first = set.indexOf(1);
  if (set.indexOf(1, first + 1) !== -1)
    throw new Error("a range of a class starts or ends in a class");
  return first;
}
