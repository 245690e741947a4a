/** What a text becomes once its variables are replaced. */
export interface Expansion {
  /** Undefined when a variable has no value that can be known, or the text grows past the bound. */
  readonly value: string | undefined;
  /** Names of the variables without a known value. */
  readonly unresolved: readonly string[];
  /** True when a `${NAME:-default}` gave its default. */
  readonly usedDefault: boolean;
}

/** Where values come from, and which rules of quoting hold. */
export interface ExpandOptions {
  /** Value of a variable; undefined when it is not known. */
  readonly lookup: (name: string) => string | undefined;
  /** Character that takes the meaning of the next one away; none in compose files. */
  readonly escapeCharacter?: string | undefined;
  /** `quotes`: quotes are removed, and `'…'` keeps `$` literal (Dockerfile). `dollars`: `$$` is a dollar sign (compose). */
  readonly style: "quotes" | "dollars";
}

// Values may refer to each other, so a few lines could otherwise grow without end.
const maxLength = 16_384;
const maxDepth = 8;

/**
 * Replaces `$NAME`, `${NAME}`, `${NAME:-default}` and `${NAME:+other}` as Docker does
 * (Dockerfile reference, "Environment replacement"; compose-spec, "Interpolation"). Other
 * modifiers leave the variable unresolved.
 */
export function expandVariables(text: string, options: ExpandOptions): Expansion {
  const state = { unresolved: new Set<string>(), usedDefault: false };
  const value = expand(text, options, state, 0);
  return {
    value: state.unresolved.size > 0 || value.length > maxLength ? undefined : value,
    unresolved: [...state.unresolved],
    usedDefault: state.usedDefault,
  };
}

interface State {
  unresolved: Set<string>;
  usedDefault: boolean;
}

function expand(text: string, options: ExpandOptions, state: State, depth: number): string {
  let out = "";
  let quote = "";
  for (let i = 0; i < text.length && out.length <= maxLength; ) {
    const char = text[i]!;
    const next = text[i + 1];
    if (options.style === "quotes" && quote !== "'" && char === options.escapeCharacter && next) {
      // Within double quotes the escape only takes effect before characters that mean something.
      const isKept = quote === '"' && !['"', "$", options.escapeCharacter].includes(next);
      out += isKept ? char + next : next;
      i += 2;
    } else if (options.style === "quotes" && (char === quote || (quote === "" && isQuote(char)))) {
      quote = quote === "" ? char : "";
      i += 1;
    } else if (char === "$" && quote !== "'") {
      const [replacement, end] = variable(text, i, options, state, depth);
      out += replacement;
      i = end;
    } else {
      out += char;
      i += 1;
    }
  }
  return out;
}

function isQuote(char: string): boolean {
  return char === '"' || char === "'";
}

/** The replacement of the variable at `start`, and the offset behind it. */
function variable(
  text: string,
  start: number,
  options: ExpandOptions,
  state: State,
  depth: number,
): [string, number] {
  if (text[start + 1] === "$" && options.style === "dollars") return ["$", start + 2];
  if (text[start + 1] !== "{") {
    const name = readName(text, start + 1);
    if (name === "") return ["$", start + 1];
    return [lookUp(name, options, state), start + 1 + name.length];
  }
  const name = readName(text, start + 2);
  const end = closingBrace(text, start + 2);
  if (name === "" || end === -1 || depth >= maxDepth) {
    state.unresolved.add(name === "" ? text.slice(start, start + 40) : name);
    return ["", end === -1 ? text.length : end + 1];
  }
  const modifier = text.slice(start + 2 + name.length, end);
  return [modified(name, modifier, options, state, depth), end + 1];
}

function modified(
  name: string,
  modifier: string,
  options: ExpandOptions,
  state: State,
  depth: number,
): string {
  const match = /^(:?)([-+?])/.exec(modifier);
  if (modifier === "" || match === null || match[2] === "?") {
    if (modifier !== "" && match === null) state.unresolved.add(name);
    return lookUp(name, options, state);
  }
  const word = modifier.slice(match[0].length);
  const value = options.lookup(name);
  const isSet = value !== undefined && (match[1] === "" || value !== "");
  if (match[2] === "+") return isSet ? expand(word, options, state, depth + 1) : "";
  if (isSet) return value;
  state.usedDefault = true;
  return expand(word, options, state, depth + 1);
}

function lookUp(name: string, options: ExpandOptions, state: State): string {
  const value = options.lookup(name);
  if (value === undefined) state.unresolved.add(name);
  return value ?? "";
}

function readName(text: string, start: number): string {
  let end = start;
  while (end < text.length && /\w/.test(text[end]!)) end += 1;
  return /^[A-Za-z_]/.test(text.slice(start, start + 1)) ? text.slice(start, end) : "";
}

function closingBrace(text: string, start: number): number {
  let depth = 1;
  for (let i = start; i < text.length; i += 1) {
    if (text[i] === "{" && text[i - 1] === "$") depth += 1;
    if (text[i] === "}") depth -= 1;
    if (depth === 0) return i;
  }
  return -1;
}
