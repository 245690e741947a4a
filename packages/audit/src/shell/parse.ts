import { locate, type Position, type Segment } from "../text/position.ts";
import {
  skipBackticks,
  skipBraces,
  skipDoubleQuotes,
  skipParentheses,
  skipSingleQuotes,
} from "./scan.ts";
import type { ShellCommand, ShellWord } from "./types.ts";
import { programName, unwrap } from "./wrappers.ts";

/** How deep `$(…)` and `sh -c "…"` are followed. */
const maxDepth = 8;

const reserved = new Set(
  "if then elif else fi do done while until ! { } time esac function".split(" "),
);

/** Shells that take a script after `-c`. */
export const posixShells: ReadonlySet<string> = new Set([
  "sh",
  "bash",
  "ash",
  "dash",
  "zsh",
  "ksh",
]);

/**
 * Finds the simple commands of a POSIX shell script, those within substitutions and
 * `sh -c "…"` included, in the order in which they are written. Never throws: what follows no
 * grammar is split as well as it can be. Takes time linear in the script's length.
 *
 * @param segments where the script stands in its file
 */
export function parseShell(script: string, segments: readonly Segment[]): ShellCommand[] {
  return new Parser((offset) => locate(segments, offset), true).parse(script, 0, 0);
}

/** The commands that an argument vector starts, as in the exec form: `["sh", "-c", "…"]`. */
export function commandsOf(vector: readonly string[], position: Position): ShellCommand[] {
  const words = vector.map((text) => ({
    ...position,
    text,
    raw: text,
    isExact: false,
    substitutions: [],
  }));
  return new Parser(() => position, false).commandsFrom(words, 0, 0, 0);
}

/** State of one parse: pipelines are numbered across nested scripts. */
class Parser {
  private readonly locate: (offset: number) => Position;
  private readonly isExact: boolean;
  private pipelines = 0;

  constructor(locateOffset: (offset: number) => Position, isExact: boolean) {
    this.locate = locateOffset;
    this.isExact = isExact;
  }

  /** @param base offset of `script` in the text that `locate` knows */
  parse(script: string, base: number, depth: number): ShellCommand[] {
    const commands: ShellCommand[] = [];
    let words: ShellWord[] = [];
    let pipeline = this.nextPipeline();
    let stage = 0;
    let isTarget = false;
    let heredocs: { name: string; stripsTabs: boolean }[] = [];
    let isHeredoc: "" | "<<" | "<<-" = "";
    const endCommand = () => {
      for (const command of this.commandsFrom(words, pipeline, stage, depth))
        commands.push(command);
      words = [];
      isTarget = false;
      isHeredoc = "";
    };
    const endPipeline = () => {
      endCommand();
      pipeline = this.nextPipeline();
      stage = 0;
    };
    let i = 0;
    while (i < script.length) {
      const char = script[i]!;
      if (char === "\n") {
        // A pipe at the end of a line goes on in the next one.
        if (words.length === 0 && stage > 0) endCommand();
        else endPipeline();
        i = skipHeredocs(script, i + 1, heredocs);
        heredocs = [];
      } else if (char === " " || char === "\t" || char === "\r") {
        i += 1;
      } else if (char === "\\" && script[i + 1] === "\n") {
        i += 2;
      } else if (char === "#") {
        const end = script.indexOf("\n", i);
        i = end === -1 ? script.length : end;
      } else if (char === "&" && script[i + 1] === ">") {
        isTarget = true;
        i += script[i + 2] === ">" ? 3 : 2;
      } else if (char === ";" || char === "&" || (char === "|" && script[i + 1] === "|")) {
        endPipeline();
        i += script[i + 1] === char ? 2 : 1;
      } else if (char === "|") {
        endCommand();
        stage += 1;
        i += script[i + 1] === "&" ? 2 : 1;
      } else if (char === "(" || char === ")") {
        endCommand();
        i += 1;
      } else if ((char === "<" || char === ">") && script[i + 1] !== "(") {
        const operator = /^(?:<<<|<<-|<<|<>|<&|>>|>&|>\||<|>)/.exec(script.slice(i, i + 3))![0];
        isHeredoc = operator === "<<" || operator === "<<-" ? operator : "";
        isTarget = true;
        i += operator.length;
      } else {
        const end = wordEnd(script, i);
        const raw = script.slice(i, end);
        const isDescriptor = /^\d+$/.test(raw) && /[<>]/.test(script[end] ?? "");
        if (isTarget) {
          if (isHeredoc !== "") {
            heredocs.push({ name: unquote(raw), stripsTabs: isHeredoc === "<<-" });
          }
          isTarget = false;
          isHeredoc = "";
        } else if (!isDescriptor && !(words.length === 0 && reserved.has(raw))) {
          words.push(this.word(raw, base + i, depth));
        }
        i = end;
      }
    }
    endCommand();
    return commands;
  }

  /** The command that `words` make, and those nested in it. */
  commandsFrom(
    words: readonly ShellWord[],
    pipeline: number,
    stage: number,
    depth: number,
  ): ShellCommand[] {
    const nested = words.flatMap((word) => word.substitutions);
    const { wrappers, assignments, rest } = unwrap(words);
    const program = rest[0];
    if (program === undefined) return nested;
    const name = programName(program.text);
    const args = rest.slice(1);
    const { line, column } = program;
    const command = { name, args, wrappers, assignments, pipeline, stage, line, column };
    return [command, ...nested, ...this.scriptOf(name, args, depth)];
  }

  private scriptOf(name: string, args: readonly ShellWord[], depth: number): ShellCommand[] {
    if (!posixShells.has(name) || depth >= maxDepth) return [];
    const option = args.findIndex((word) => /^-[a-z]*c$/.test(word.text));
    const script = option === -1 ? undefined : args[option + 1];
    if (script === undefined) return [];
    const { line, column } = script;
    const inner = new Parser(() => ({ line, column }), false);
    inner.pipelines = this.pipelines;
    const commands = inner.parse(script.text, 0, depth + 1);
    this.pipelines = inner.pipelines;
    return commands;
  }

  private word(raw: string, offset: number, depth: number): ShellWord {
    const { line, column } = this.locate(offset);
    const substitutions =
      depth < maxDepth
        ? substitutionsIn(raw).flatMap(({ script, start }) =>
            this.parse(script, offset + start, depth + 1),
          )
        : [];
    return { text: unquote(raw), raw, line, column, isExact: this.isExact, substitutions };
  }

  private nextPipeline(): number {
    this.pipelines += 1;
    return this.pipelines;
  }
}

/** Offset behind the word at `start`. */
function wordEnd(script: string, start: number): number {
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
function substitutionsIn(raw: string): { script: string; start: number }[] {
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
function unquote(raw: string): string {
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
function skipHeredocs(
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
