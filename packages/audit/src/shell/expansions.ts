import { skipBackticks, skipBraces, skipParentheses, skipSingleQuotes } from "./scan.ts";

/** Something in a word that the shell replaces. */
export interface ShellExpansion {
  readonly kind: "parameter" | "command" | "backticks" | "arithmetic" | "process";
  /** Name of the parameter, `?`, `@`, `1` …; "" for the other kinds. */
  readonly name: string;
  /** What follows the name in `${…}`: `:-default`, `[@]`, `//a/b`. */
  readonly modifier: string;
  /** As written. */
  readonly raw: string;
  /** Offset in the word. */
  readonly offset: number;
  /** True within double quotes. */
  readonly isQuoted: boolean;
}

/** The expansions of a word as written, the outermost ones; none within single quotes. Linear in its length. */
export function expansionsIn(raw: string): ShellExpansion[] {
  const found: ShellExpansion[] = [];
  if (/[$`<>]/.test(raw))
    walkWord(
      raw,
      () => {},
      (expansion) => found.push(expansion),
    );
  return found;
}

/** The text of a word outside all quotes and expansions, where globs and braces take effect. */
export function unquotedText(raw: string): string {
  let out = "";
  walkWord(raw, (char, isQuoted) => {
    if (!isQuoted) out += char;
  });
  return out;
}

/** Tells of each character of a word that is neither quoting nor quoted singly, and of each expansion. */
function walkWord(
  raw: string,
  onCharacter: (char: string, isQuoted: boolean) => void,
  onExpansion: (expansion: ShellExpansion) => void = () => {},
): void {
  let isQuoted = false;
  for (let i = 0; i < raw.length; ) {
    const char = raw[i]!;
    if (char === "\\") i += 2;
    else if (char === '"') {
      isQuoted = !isQuoted;
      i += 1;
    } else if (char === "'" && !isQuoted) i = skipSingleQuotes(raw, i);
    else {
      const expansion = expansionAt(raw, i, isQuoted);
      if (expansion) onExpansion(expansion);
      else onCharacter(char, isQuoted);
      i += expansion?.raw.length ?? 1;
    }
  }
}

function expansionAt(raw: string, offset: number, isQuoted: boolean): ShellExpansion | undefined {
  const char = raw[offset]!;
  const next = raw[offset + 1] ?? "";
  const make = (kind: ShellExpansion["kind"], end: number, name = "", modifier = "") => {
    return { kind, name, modifier, raw: raw.slice(offset, end), offset, isQuoted };
  };
  if (char === "`") return make("backticks", skipBackticks(raw, offset));
  if ((char === "<" || char === ">") && next === "(" && !isQuoted) {
    return make("process", skipParentheses(raw, offset + 1));
  }
  if (char !== "$") return undefined;
  if (next === "(") {
    const kind = raw[offset + 2] === "(" ? "arithmetic" : "command";
    return make(kind, skipParentheses(raw, offset + 1));
  }
  if (next === "{") {
    const end = skipBraces(raw, offset + 1);
    const [, name, modifier] = /^([#!]?(?:\w+|[@*#?$!-]))(.*)$/s.exec(
      raw.slice(offset + 2, Math.min(end - 1, offset + 300)),
    ) ?? [undefined, "", ""];
    return make("parameter", end, name, modifier);
  }
  const name = /^(?:[A-Za-z_]\w{0,200}|[\d@*#?$!-])/.exec(raw.slice(offset + 1, offset + 202))?.[0];
  return name === undefined ? undefined : make("parameter", offset + 1 + name.length, name);
}
