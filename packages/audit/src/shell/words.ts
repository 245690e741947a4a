import {
  skipBackticks,
  skipBraces,
  skipDoubleQuotes,
  skipParentheses,
  skipSingleQuotes,
} from "./scan.ts";

/** The redirection operator at an offset where one stands. */
export function redirectionAt(script: string, at: number): string {
  return /^(?:<<<|<<-|<<|<>|<&|>>|>&|>\||<|>)/.exec(script.slice(at, at + 3))![0];
}

/** Offset behind the word at `start`. */
export function wordEnd(script: string, start: number): number {
  let i = start;
  while (i < script.length) {
    const char = script[i]!;
    const next = script[i + 1];
    if (char === "\\") i += 2;
    else if (char === "'") i = skipSingleQuotes(script, i);
    else if (char === '"') i = skipDoubleQuotes(script, i);
    else if (char === "`") i = skipBackticks(script, i);
    else if ((char === "$" || char === "<" || char === ">") && next === "(") {
      i = skipParentheses(script, i + 1);
    } else if (char === "$" && next === "{") i = skipBraces(script, i + 1);
    else if (i > start && /[\s;&|()<>]/.test(char)) break;
    else i += 1;
  }
  return Math.min(Math.max(i, start + 1), script.length);
}

/** The scripts within a word: `$(…)`, `` `…` ``, `<(…)`, `>(…)`; arithmetic and single quotes left out. */
export function substitutionsIn(raw: string): { script: string; start: number }[] {
  const found: { script: string; start: number }[] = [];
  let isInDoubleQuotes = false;
  for (let i = 0; i < raw.length; i += 1) {
    const char = raw[i]!;
    if (char === "\\") i += 1;
    else if (char === '"') isInDoubleQuotes = !isInDoubleQuotes;
    else if (char === "'" && !isInDoubleQuotes) i = skipSingleQuotes(raw, i) - 1;
    else if (char === "`") {
      const end = skipBackticks(raw, i);
      found.push({ script: raw.slice(i + 1, end - 1), start: i + 1 });
      i = end - 1;
    } else if ("$<>".includes(char) && raw[i + 1] === "(") {
      const end = skipParentheses(raw, i + 1);
      if (raw[i + 2] !== "(") found.push({ script: raw.slice(i + 2, end - 1), start: i + 2 });
      i = end - 1;
    }
  }
  return found;
}

/** Removes the quotes of a word; expansions stay as written. */
export function unquote(raw: string): string {
  if (!/["'\\]/.test(raw)) return raw;
  let out = "";
  let quote = "";
  for (let i = 0; i < raw.length; i += 1) {
    const char = raw[i]!;
    if (char === "\\" && quote !== "'") {
      i += 1;
      const next = raw[i] ?? "";
      if (quote === '"' && !'"$`\\\n'.includes(next)) out += char;
      if (next !== "\n") out += next;
    } else if (char === quote) quote = "";
    else if (quote === "" && (char === '"' || char === "'")) quote = char;
    else out += char;
  }
  return out;
}

/** Offset behind the contents of the here-documents that begin at `start`. */
export function skipHeredocs(
  script: string,
  start: number,
  heredocs: readonly { name: string; stripsTabs: boolean }[],
): number {
  let i = start;
  for (const { name, stripsTabs } of heredocs) {
    while (i < script.length) {
      const end = script.indexOf("\n", i);
      const line = script.slice(i, end === -1 ? script.length : end);
      i = end === -1 ? script.length : end + 1;
      if ((stripsTabs ? line.replace(/^\t+/, "") : line) === name) break;
    }
  }
  return i;
}
