import { compareDigits, compareText, type Ordering } from "./ordering.ts";

interface Token {
  separator: "." | "-";
  /** Digits, or a qualifier in lower case. */
  value: string;
  isNumber: boolean;
}

const qualifiers = ["alpha", "beta", "milestone", "rc", "snapshot", "", "sp"];
const qualifierAliases = new Map([
  ["ga", ""],
  ["final", ""],
  ["release", ""],
  ["cr", "rc"],
]);
const shortQualifiers = new Map([
  ["a", "alpha"],
  ["b", "beta"],
  ["m", "milestone"],
]);

/** Maven's order (ComparableVersion): maven.apache.org/pom.html, "Version Order Specification". */
export const mavenOrdering: Ordering<readonly Token[]> = {
  parse(text) {
    // Any text is a version to Maven; blanks and control characters mean that it was not read as one.
    if (!/^[!-~]+$/.test(text)) return undefined;
    return trimNulls(tokenize(text.toLowerCase()));
  },
  compare(a, b) {
    const count = Math.max(a.length, b.length);
    for (let i = 0; i < count; i += 1) {
      const left = a[i];
      const right = b[i];
      const difference = compareToken(left ?? padding(right!), right ?? padding(left!));
      if (difference !== 0) return difference;
    }
    return 0;
  },
};

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let separator: Token["separator"] = "-";
  let start = 0;
  const push = (end: number, next: Token["separator"], isFollowedByDigit: boolean) => {
    tokens.push(createToken(separator, text.slice(start, end), isFollowedByDigit));
    separator = next;
    start = end;
  };
  for (let i = 0; i < text.length; i += 1) {
    const character = text[i]!;
    if (character === "." || character === "-") {
      push(i, character, false);
      start = i + 1;
    } else if (i > start && isDigit(character) !== isDigit(text[i - 1]!)) {
      // A change between digits and letters counts as a hyphen.
      push(i, "-", isDigit(character));
    }
  }
  push(text.length, "-", false);
  return tokens;
}

function createToken(
  separator: Token["separator"],
  text: string,
  isFollowedByDigit: boolean,
): Token {
  if (text === "" || isDigit(text[0]!)) {
    return { separator, value: text.replace(/^0+/, "") || "0", isNumber: true };
  }
  const word = isFollowedByDigit ? (shortQualifiers.get(text) ?? text) : text;
  return { separator, value: qualifierAliases.get(word) ?? word, isNumber: false };
}

/** Drops null values (0 and the empty qualifier) at the end and before each hyphen. */
function trimNulls(tokens: readonly Token[]): Token[] {
  const kept: Token[] = [];
  for (const token of tokens) {
    if (token.separator === "-") dropTrailingNulls(kept);
    kept.push(token);
  }
  dropTrailingNulls(kept);
  return kept;
}

function dropTrailingNulls(tokens: Token[]): void {
  while (tokens.length > 1) {
    const { value, isNumber } = tokens.at(-1)!;
    if (value !== (isNumber ? "0" : "")) return;
    tokens.pop();
  }
}

function padding(other: Token): Token {
  return other.separator === "." && other.isNumber
    ? { separator: ".", value: "0", isNumber: true }
    : { separator: other.separator, value: "", isNumber: false };
}

function compareToken(a: Token, b: Token): number {
  const difference = group(a) - group(b);
  if (difference !== 0) return difference;
  if (a.isNumber) return compareDigits(a.value, b.value);
  return qualifierRank(a.value) - qualifierRank(b.value) || compareText(a.value, b.value);
}

/**
 * ".qualifier" < "-qualifier" < "-number" < ".number": the rule of Maven before 3.9, which OSV
 * follows too. Versions of one artifact that mix dots and hyphens before qualifiers have no
 * consistent order under it (1 < 1.sp < 1-alpha < 1).
 */
function group({ separator, isNumber }: Token): number {
  if (isNumber) return separator === "-" ? 2 : 3;
  return separator === "-" ? 1 : 0;
}

/** Unknown qualifiers come after the known ones, among themselves in alphabetical order. */
function qualifierRank(value: string): number {
  const known = qualifiers.indexOf(value);
  return known < 0 ? qualifiers.length : known;
}

function isDigit(character: string): boolean {
  return character >= "0" && character <= "9";
}
